import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gt, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { continuations, traceSteps, traces } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { diskSource } from "./disk-source";
import { importSource } from "./import-source";

const FOLDER = fileURLToPath(new URL("../../../../shared/samples/processthinker-logs", import.meta.url));
const absent = !existsSync(FOLDER);
if (absent) console.info(`Skipped: no sample data at ${FOLDER}`);

const linesOf = (name: string) =>
  readFileSync(`${FOLDER}/${name}`, "utf8")
    .split("\n")
    .filter((line) => line !== "");

/** Counts of the sample made from its text alone, by none of the importer's code. */
function countedByHand() {
  const rewards = linesOf("rewards_20261120.jsonl");
  const rollouts = linesOf("process_rollouts_20261120.jsonl");
  const returned = rollouts.map((line) => line.split('{"output": ').length - 1);
  const most = Math.max(...returned);
  const steps = rewards.map((line) => (line.split('"raw_response"')[0] ?? "").split("</step>").length - 1);
  const total = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0);
  return {
    rows: rewards.length + rollouts.length,
    traces: rewards.length,
    traceSteps: total(steps),
    continuations: total(returned),
    lostContinuations: most * rollouts.length - total(returned),
    stepsWithoutScore: total(steps) - returned.filter((count) => count > 0).length,
    right: rollouts.join("").split('"accuracy": 1.0').length - 1,
  };
}

describe("the sample of ProcessThinker's logs", () => {
  const test = useTestDatabase();
  const importing = async () => {
    const source = await diskSource(FOLDER);
    const asked = { project: "samples", ablation: null, format: null, codeVersion: "test" };
    return importSource(test.db, source, { ...asked, options: { strict: true } }).finally(() =>
      source.close(),
    );
  };

  it.skipIf(absent)("is stored with the counts of its text, and once", async () => {
    const { right, ...counted } = countedByHand();
    expect(counted).toEqual({
      ...{ rows: 580, traces: 144, traceSteps: 566, continuations: 1_677 },
      ...{ lostContinuations: 67, stepsWithoutScore: 136 },
    });
    for (const alreadyStored of [0, counted.traces]) {
      const view = await importing();
      expect(view).toMatchObject({ format: "processthinker", status: "succeeded" });
      expect(view.report).toMatchObject({
        ...counted,
        unjoined: 0,
        duplicates: 0,
        rejected: 0,
        alreadyStored,
      });
      expect(await test.db.$count(traces)).toBe(counted.traces);
      expect(await test.db.$count(traceSteps)).toBe(counted.traceSteps);
      expect(await test.db.$count(traceSteps, gt(traceSteps.requested, 0))).toBe(436);
      expect(await test.db.$count(continuations)).toBe(counted.continuations);
    }
    const [sum] = await test.db.select({ right: sql<number>`sum(successes)::int` }).from(traceSteps);
    expect(sum?.right).toBe(right);
    const groups = await test.db.selectDistinct({ id: traces.groupId, size: traces.groupSize }).from(traces);
    expect(groups.map(({ size }) => size)).toEqual(new Array(18).fill(8));
  });
});
