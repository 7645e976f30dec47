import { beforeEach, describe, expect, it } from "vitest";
import type { Db } from "@/db/client";
import { useTestDatabase } from "@/db/testing/database";
import { runsQuery } from "@/lib/contracts";
import { presetOf } from "@/lib/presets";
import { ablationKind } from "../ablations-read/ablation-kind";
import { getAblation } from "../ablations-read/get-ablation";
import { launchAblation } from "../launch/launch-ablation";
import { planAddition } from "../launch/plan-addition";
import { freezeReport } from "../reports/freeze-report";
import { getResults } from "../results/get-results";
import { getRun } from "../runs-detail/get-run";
import { listRuns } from "../runs-read/list-runs";
import { importSource } from "./import-source";
import { memorySource, plainTrace, stepwellLines } from "./testing/memory-source";

/** Imports two traces into an ablation of the default project; answers the id of that ablation. */
async function importInto(db: Db, ablation: string | null): Promise<string> {
  const keys = ["a", "b"].map((key) => `${key} of ${ablation}`);
  const content = stepwellLines(keys.map((key) => plainTrace(key)));
  const view = await importSource(db, memorySource("traces.jsonl", content), {
    ...{ project: "default", ablation, format: "stepwell", codeVersion: "test", options: { strict: false } },
  });
  return view.ablation.id;
}

const runsOf = async (db: Db, ablation: string) =>
  (await listRuns(db, runsQuery.parse({ ablation, sort: "name", dir: "asc" }))).runs;

describe("imported traces beside trainings", () => {
  const handle = useTestDatabase();
  let launched = "";
  let name = "";
  const selected = () => ({ ablation: launched, runs: [], imported: [] });
  const freeze = () =>
    freezeReport(handle.db, { selection: selected(), claim: "None.", codeVersion: "test" });
  beforeEach(async ({ task }) => {
    const preset = presetOf("tiny-smoke");
    if (!preset) throw new Error("no preset");
    name = task.id;
    launched = (await launchAblation(handle.db, { ...preset.spec, name }, { codeVersion: "test" })).id;
  });

  it("change nothing of what a launched ablation says of its own work", async () => {
    const read = async () => [
      await getAblation(handle.db, launched),
      await getResults(handle.db, selected()),
      (await freeze()).id,
    ];
    const before = await read();
    expect(await importInto(handle.db, name)).toBe(launched);
    expect(await read()).toEqual(before);
  });

  it("are runs of the table, but nothing that a training is laid beside or compared with", async () => {
    await importInto(handle.db, name);
    const runs = await runsOf(handle.db, launched);
    const imported = runs.find(({ stage }) => stage === "import");
    const trained = runs.find(({ stage }) => stage === "grpo");
    const stages = (await getRun(handle.db, trained?.id ?? ""))?.siblings.map(({ stage }) => stage);
    expect(stages).toContain("sft");
    expect(stages).not.toContain("import");
    await expect(
      getResults(handle.db, { runs: [trained?.id ?? "", imported?.id ?? ""], imported: [] }),
    ).rejects.toMatchObject({
      code: "invalid-request",
      details: {
        fields: [{ path: "runs", message: `${imported?.id} holds imported traces: nothing was trained` }],
      },
    });
  });

  it("make an ablation of their own that is no launch: no seeds are added to it, none is launched from it", async () => {
    const id = await importInto(handle.db, null);
    expect(await ablationKind(handle.db, id)).toBe("import");
    expect(await ablationKind(handle.db, launched)).toBe("ablation");
    expect(await ablationKind(handle.db, "abl_00000000")).toBeNull();
    await expect(getResults(handle.db, { ablation: id, runs: [], imported: [] })).rejects.toMatchObject({
      code: "invalid-request",
      details: { fields: [{ path: "ablation" }] },
    });
    const asked = { count: 1, rewrite: "reuse" as const };
    await expect(
      planAddition(handle.db, id, asked, { codeVersion: "test", now: new Date() }),
    ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("imported traces") });
  });
});
