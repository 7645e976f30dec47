import { describe, expect, it } from "vitest";
import { startNotes } from "./start-notes";

const run = (seed: number, changes: object = {}) => ({
  run: {
    ...{ seed, stage: "grpo" as const, status: "succeeded" as const, forkedFrom: null, lastTrainStep: 100 },
    ...changes,
  },
});

describe("where an arm's runs began and ended", () => {
  it("says nothing of runs that were launched alike", () => {
    expect(startNotes([run(1), run(2)])).toEqual([]);
    expect(startNotes([])).toEqual([]);
  });

  it("says that results of a fork hold given its checkpoint", () => {
    const forkedFrom = "ckp_00000001";
    expect(startNotes([run(1, { forkedFrom }), run(2, { forkedFrom })])[0]).toMatch(/^Given this checkpoint/);
    expect(startNotes([run(1, { forkedFrom }), run(2)])[0]).toContain("some of them were not forked");
  });

  it("names the train steps of seeds of which one was continued, but not those of warm-ups", () => {
    expect(startNotes([run(1), run(2, { lastTrainStep: 1500 }), run(3)])).toEqual([
      "Its seeds were trained to different train steps: 100 (seed 1, 3); 1,500 (seed 2).",
    ]);
    const warmUp = { stage: "sft" as const };
    expect(startNotes([run(1, warmUp), run(2, { ...warmUp, lastTrainStep: 80 })])).toEqual([]);
    expect(startNotes([run(1), run(2, { status: "running", lastTrainStep: 3 })])).toEqual([]);
  });
});
