import { describe, expect, it } from "vitest";
import { PAPER_REWARD } from "@/lib/contracts";
import { type GroupableRun, groupRuns } from "./run-groups";

const sft = { learningRate: 1e-4, batchSize: 8 };

function run(ablation: string, arm: string | null, seed: number, changes: Partial<GroupableRun> = {}) {
  return {
    id: `${ablation}/${arm}/${seed}`,
    ablationId: ablation,
    armId: arm === null ? null : `${ablation}/${arm}`,
    seed,
    config: { stage: "grpo", start: "warm-up", reward: PAPER_REWARD, traceSampling: 1 },
    warmUpConfig: { stage: "sft", sft },
    forkedFrom: null,
    plannedTrainSteps: 100,
    ...changes,
  };
}

const ids = (runs: GroupableRun[]) => groupRuns(runs).map((group) => group.runs.map((each) => each.id));

describe("which runs are seeds of one arm", () => {
  it("those of one arm of one ablation", () => {
    const other = { config: { stage: "grpo", reward: { ...PAPER_REWARD, tau: 0.25 } } };
    expect(ids([run("a", "x", 1), run("a", "y", 1, other), run("a", "x", 2)])).toEqual([
      ["a/x/1", "a/x/2"],
      ["a/y/1"],
    ]);
  });

  it("not those that began from another checkpoint, or were continued", () => {
    const apart = [
      run("a", "x", 1),
      run("b", "x", 2, { forkedFrom: "ckp_00000001" }),
      run("c", "x", 3, { forkedFrom: "ckp_00000002" }),
      run("d", "x", 4, { plannedTrainSteps: 150 }),
    ];
    expect(ids(apart)).toEqual(apart.map((one) => [one.id]));
    expect(ids([run("a", "x", 1), run("b", "x", 2)])).toEqual([["a/x/1", "b/x/2"]]);
  });

  it("arms of one ablation stay apart, though nothing tells their settings apart", () => {
    const groups = groupRuns([run("a", "x", 1), run("a", "again", 1), run("a", "again", 2)]);
    expect(groups.map((group) => [group.runs.length, group.repeated])).toEqual([
      [1, false],
      [2, false],
    ]);
  });

  it("the same settings in two ablations join, however their keys are ordered", () => {
    const shuffled = {
      config: { traceSampling: 1, reward: PAPER_REWARD, start: "warm-up", stage: "grpo" },
      warmUpConfig: { sft: { batchSize: 8, learningRate: 1e-4 }, stage: "sft" },
    };
    expect(ids([run("a", "x", 1), run("b", "z", 2, shuffled)])).toEqual([["a/x/1", "b/z/2"]]);
  });

  it("how many traces are kept is no setting of the training", () => {
    const kept = { config: { ...run("b", "x", 2).config, traceSampling: 0.1 } };
    expect(ids([run("a", "x", 1), run("b", "x", 2, kept)])).toHaveLength(1);
  });

  it("another warm-up, or none, is another arm", () => {
    const longer = { warmUpConfig: { stage: "sft", sft: { ...sft, batchSize: 16 } } };
    const none = { warmUpConfig: null };
    expect(ids([run("a", "x", 1), run("b", "x", 2, longer), run("c", "x", 3, none)])).toHaveLength(3);
  });

  it("the same seed twice is no second replicate: all of them stay apart and are marked", () => {
    const groups = groupRuns([run("a", "x", 1), run("a", "x", 2), run("b", "x", 2), run("c", "x", 3)]);
    expect(groups.map((group) => [group.runs.map((each) => each.id), group.repeated])).toEqual([
      [["a/x/1", "a/x/2"], true],
      [["b/x/2"], true],
      [["c/x/3"], true],
    ]);
  });

  it("warm-ups of two ablations join as well", () => {
    const warm = { config: { stage: "sft", sft }, warmUpConfig: null };
    expect(ids([run("a", null, 1, warm), run("b", null, 2, warm)])).toEqual([["a/null/1", "b/null/2"]]);
  });
});
