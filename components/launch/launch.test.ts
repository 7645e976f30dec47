import { describe, expect, it } from "vitest";
import { PRESETS } from "@/lib/presets";
import {
  ARM_TEMPLATES,
  addArm,
  duplicateArm,
  freeKey,
  removeArm,
  renameArmKey,
  setTrainingKind,
} from "./arm-edits";
import { draftOf, getAt, type SpecDraft, setAt } from "./draft";
import { checkDraft } from "./issues";
import { parseSeeds, showSeeds } from "./seeds-text";
import { rewardLabel, splitLabel } from "./setting-labels";

function quickstart(): SpecDraft {
  const preset = PRESETS[0];
  if (!preset) throw new Error("no preset");
  return draftOf(preset.spec);
}

describe("paths", () => {
  it("changes only what the path names", () => {
    const before = quickstart();
    const after = setAt(before, "arms.1.training.reward.tau", 0.7);
    expect(getAt(after, "arms.1.training.reward.tau")).toBe(0.7);
    expect(getAt(before, "arms.1.training.reward.tau")).not.toBe(0.7);
    expect(after.arms[0]).toBe(before.arms[0]);
    expect(setAt(after, "arms.1.training.reward.tau", getAt(before, "arms.1.training.reward.tau"))).toEqual(
      before,
    );
  });
  it("removes a key", () => {
    const draft = setAt(quickstart(), "arms.1.training.grpo.learningRate", 1e-3);
    expect(
      getAt(setAt(draft, "arms.1.training.grpo.learningRate", undefined), "arms.1.training.grpo"),
    ).toEqual({});
  });
  it("leads nowhere without failing", () =>
    expect(getAt(quickstart(), "arms.9.training.reward.tau")).toBeUndefined());
});

describe("checkDraft", () => {
  it.each(PRESETS.map((p) => [p.key, p.spec] as const))("finds nothing in the preset %s", (_, spec) => {
    const checked = checkDraft(draftOf(spec), []);
    expect([...checked.issues]).toEqual([]);
    expect(checked.spec).toEqual(spec);
  });
  it.each([
    ["grpo.learningRate", null, "a value is needed"],
    ["grpo.learningRate", 0, "must be more than 0"],
    ["grpo.learningRate", 2, "at most 1"],
    ["grpo.trainSteps", 1.5, "a whole number is needed"],
    ["grpo.groupSize", -3, "at least 2"],
    ["name", " ", "a text is needed"],
    ["arms.1.training.reward.tau", 1.2, "at most 1"],
    ["arms.1.training.reward.lambdaProcess", 0.3, "λ outcome and λ process must add up to 1"],
    ["arms.1.training.reward.lengthMin", 5000, "Lmax must not be below Lmin"],
  ])("names %s when it is %s", (path, value, message) => {
    const field = message.startsWith("Lmax") ? "arms.1.training.reward.lengthMax" : path;
    const { issues, spec } = checkDraft(setAt(quickstart(), path, value), []);
    expect(issues.get(field)).toBe(message);
    expect(spec).toBeNull();
  });
  it("knows the rules that only the domain knows", () =>
    expect(
      checkDraft({ ...quickstart(), contrast: null, benchmarks: ["no-such"] }, []).issues.get("benchmarks.0"),
    ).toContain("unknown benchmark"));
});

describe("arms", () => {
  it("adds each template as a valid arm, twice under different keys", () => {
    let draft: SpecDraft = { ...quickstart(), arms: [], baselineArm: null, contrast: null };
    for (const template of [...ARM_TEMPLATES, ...ARM_TEMPLATES]) draft = addArm(draft, template);
    expect([...checkDraft(draft, []).issues]).toEqual([]);
    expect(new Set(draft.arms.map((a) => a.key)).size).toBe(10);
  });
  it("copies an arm with a key of its own", () => {
    const draft = duplicateArm(quickstart(), 2);
    expect(draft.arms[3]?.training).toEqual(draft.arms[2]?.training);
    expect([...checkDraft(draft, []).issues]).toEqual([]);
  });
  it("leaves nothing pointing at an arm that is gone", () => {
    const draft = quickstart();
    const at = draft.arms.findIndex((a) => a.key === draft.baselineArm);
    const after = removeArm(draft, at);
    expect(after.baselineArm).toBeNull();
    expect(after.contrast).toBeNull();
    expect([...checkDraft(after, []).issues]).toEqual([]);
  });
  it("takes the baseline along when a key changes", () => {
    const draft = quickstart();
    const at = draft.arms.findIndex((a) => a.key === draft.baselineArm);
    expect([...checkDraft(renameArmKey(draft, at, "other"), []).issues]).toEqual([]);
  });
  it("keeps the settings of an arm that starts elsewhere", () => {
    const draft = setAt(quickstart(), "arms.1.training.reward.tau", 0.75);
    const base = setTrainingKind(draft, 1, "base");
    expect(base.arms[1]?.training?.reward.tau).toBe(0.75);
    expect(base.arms[1]?.training?.start).toBe("base");
    expect(setTrainingKind(base, 1, "none").arms[1]?.training).toBeNull();
  });
  it("finds a free key", () => expect(freeKey(["a", "a-2"], "a")).toBe("a-3"));
});

describe("seeds", () => {
  it.each([
    ["1, 2, 3", [1, 2, 3]],
    ["1-3 7", [1, 2, 3, 7]],
    ["", []],
  ])("reads %j", (text, seeds) => expect(parseSeeds(text)).toEqual(seeds));
  it.each(["a", "1-", "3-1", "1.5", "-2", "1-5000"])("refuses %j", (text) =>
    expect(parseSeeds(text)).toBeNull(),
  );
  it("shows what it reads", () => {
    expect(showSeeds([1, 2, 3, 7, 9, 10])).toBe("1-3, 7, 9, 10");
    for (const seeds of [[1], [3, 1, 2], [5, 6, 7, 8]]) expect(parseSeeds(showSeeds(seeds))).toEqual(seeds);
  });
});

describe("labels", () => {
  it("splits the symbol from the words of the contract", () => {
    expect(rewardLabel("tau")).toEqual({ symbol: "τ", text: "gate on R_proc" });
    expect(splitLabel("train steps")).toEqual({ symbol: "", text: "train steps" });
  });
});
