import { describe, expect, it } from "vitest";
import type { RunRow } from "@/lib/contracts";
import { runProgress } from "./prepare-progress";

const run = (changes: Partial<RunRow>): RunRow => ({
  ...{
    id: "run_00000001",
    name: "r",
    ablationId: "abl_00000001",
    ablationName: "a",
    armId: null,
    armName: null,
  },
  ...{ armPosition: null, seed: 1, stage: "grpo", status: "running", statusReason: "", trainStep: 36 },
  ...{ plannedTrainSteps: 60, attempts: 1, hostName: null, modelId: "", createdAt: "2026-01-01T00:00:00Z" },
  ...{ startedAt: null, endedAt: null, updatedAt: "2026-01-01T00:00:00Z", metrics: {}, ...changes },
});

describe("runProgress", () => {
  it("takes the present pace for the rest", () => {
    expect(runProgress({ run: run({}), msPerTrainStep: 1000 })).toEqual({
      ...{ done: 36, planned: 60, leftMs: 24_000, atMost: false },
    });
  });

  it("promises nothing to a run that does not run, or whose pace is unknown", () => {
    expect(runProgress({ run: run({}), msPerTrainStep: null }).leftMs).toBeNull();
    for (const status of ["queued", "failed", "stopping", "pausing", "paused", "succeeded"] as const)
      expect(runProgress({ run: run({ status }), msPerTrainStep: 1000 }).leftMs).toBeNull();
  });

  it("is complete once it succeeded, however early it ended", () => {
    const { done, planned } = runProgress({
      run: run({ status: "succeeded", stage: "sft" }),
      msPerTrainStep: 1,
    });
    expect([done, planned]).toEqual([36, 36]);
  });

  it("knows that a warm-up may end before its plan", () => {
    expect(runProgress({ run: run({ stage: "sft" }), msPerTrainStep: 1 }).atMost).toBe(true);
  });
});
