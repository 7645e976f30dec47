import { describe, expect, it } from "vitest";
import { ablationSpec } from "@/lib/contracts";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { needsWarmUp } from "./expand-ablation";
import { forkLaunch, sameModel } from "./fork-launch";

const origin = {
  checkpointId: "ckp_00000001",
  trainStep: 40,
  runName: "process-only · seed 3",
  seed: 3,
  armKey: "process-only",
  spec: TINY_SPEC,
};

describe("the launch of a fork", () => {
  it("is a launch of its run's arm and seed from the checkpoint, without a warm-up", () => {
    const spec = forkLaunch(origin);
    expect(spec).toMatchObject({
      name: "process-only · seed 3, forked at train step 40",
      seeds: [3],
      forkedFrom: "ckp_00000001",
      contrast: null,
      arms: [{ key: "process-only", training: { start: "checkpoint" } }],
      warmUp: TINY_SPEC.warmUp,
    });
    expect(spec && ablationSpec.parse(spec)).toEqual(spec);
    expect(spec && needsWarmUp(spec)).toBe(false);
  });

  it("has every arm that trains where a warm-up is forked, and the baseline if that is one of them", () => {
    const spec = forkLaunch({ ...origin, armKey: null });
    const trained = TINY_SPEC.arms.filter((arm) => arm.training).map((arm) => arm.key);
    expect(spec?.arms.map((arm) => arm.key)).toEqual(trained);
    expect(spec?.arms.every((arm) => arm.training?.start === "checkpoint")).toBe(true);
    expect(spec && ablationSpec.parse(spec)).toEqual(spec);
  });

  it("is nothing where nothing trains", () => {
    const only = TINY_SPEC.arms.filter((arm) => !arm.training);
    expect(forkLaunch({ ...origin, armKey: null, spec: { ...TINY_SPEC, arms: only } })).toBeNull();
    expect(forkLaunch({ ...origin, armKey: "gone" })).toBeNull();
  });

  it("knows checkpoints of another model", () => {
    const hf = { kind: "hf", model: "a/b", dataset: "d", split: "train", verifier: "math" } as const;
    const profile = (model: string) => ({ ...hf, model, teacher: null, benchmarks: {} });
    expect(sameModel(profile("a/b"), profile("a/b"))).toBe(true);
    expect(sameModel(profile("a/b"), profile("a/c"))).toBe(false);
    expect(sameModel(TINY_SPEC.profile, profile("a/b"))).toBe(false);
    expect(sameModel(TINY_SPEC.profile, { kind: "tiny", families: ["leg-counting"] })).toBe(true);
  });
});
