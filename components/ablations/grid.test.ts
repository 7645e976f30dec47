import { describe, expect, it } from "vitest";
import type { AblationDetail, JobRow, RunRow } from "@/lib/contracts";
import { gridRows, waitingFor } from "./grid";

const AT = "2026-01-01T00:00:00.000Z";
function run(id: string, armId: string | null, seed: number): RunRow {
  return {
    id,
    name: id,
    ablationId: "abl_00000001",
    ablationName: "a",
    armId,
    armName: armId,
    armPosition: null,
    seed,
    stage: armId ? "grpo" : "sft",
    status: "running",
    statusReason: "",
    trainStep: null,
    plannedTrainSteps: 10,
    attempts: 1,
    hostName: null,
    modelId: "",
    createdAt: AT,
    startedAt: null,
    endedAt: null,
    updatedAt: AT,
    metrics: {},
  };
}
function job(id: string, over: Partial<JobRow>): JobRow {
  return {
    id,
    kind: "evaluate",
    name: id,
    runId: null,
    armId: null,
    seed: 1,
    status: "queued",
    statusReason: "",
    attempts: 0,
    hostName: null,
    launcher: null,
    placed: false,
    launch: {},
    dependsOn: [],
    createdAt: AT,
    startedAt: null,
    endedAt: null,
    ...over,
  };
}
const arm = (id: string, position: number, trains: boolean) => ({ id, key: id, name: id, position, trains });
function detail(runs: RunRow[], jobs: JobRow[] = []): AblationDetail {
  return {
    summary: {
      id: "abl_00000001",
      name: "a",
      description: "",
      profile: "tiny",
      seeds: [1, 2],
      benchmarks: [],
      arms: [arm("sft", 0, false), arm("mixed", 1, true)],
      runs: {},
      jobs: {},
      trainSteps: { done: 0, planned: 0 },
      createdAt: AT,
      startedAt: null,
      endedAt: null,
    },
    baselineArm: null,
    contrast: null,
    codeVersion: "",
    hostId: null,
    seedsAdded: [],
    runs,
    jobs,
  };
}

describe("gridRows", () => {
  const runs = [run("w1", null, 1), run("w2", null, 2), run("m1", "mixed", 1)];
  it("puts warm-ups first and points SFT alone at them", () => {
    const rows = gridRows(detail(runs));
    expect(rows.map((r) => r.name)).toEqual(["Warm-up", "sft", "mixed"]);
    expect(rows[1]?.cells.map((c) => [c.run?.id, c.shared])).toEqual([
      ["w1", true],
      ["w2", true],
    ]);
  });
  it("leaves a cell without a run empty", () =>
    expect(gridRows(detail(runs))[2]?.cells.map((c) => c.run?.id)).toEqual(["m1", undefined]));
  it("has no row of warm-ups where none is trained", () =>
    expect(gridRows(detail([run("m1", "mixed", 1)])).map((r) => r.name)).toEqual(["sft", "mixed"]));
  it("finds the evaluation of the run in the cell", () => {
    const rows = gridRows(detail(runs, [job("e", { runId: "m1" }), job("g", { runId: "m1", kind: "grpo" })]));
    expect(rows[2]?.cells[0]?.evaluation?.id).toBe("e");
  });
});

describe("waitingFor", () => {
  const before = job("rewrite", { status: "running" });
  it("names what is not done", () =>
    expect(
      waitingFor(job("x", { dependsOn: ["rewrite", "done"] }), [
        before,
        job("done", { status: "succeeded" }),
      ]),
    ).toBe("waits for rewrite"));
  it("says nothing of a job that is past waiting", () =>
    expect(waitingFor(job("x", { dependsOn: ["rewrite"], status: "running" }), [before])).toBe(""));
});
