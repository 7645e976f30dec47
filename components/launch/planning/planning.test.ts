import { describe, expect, it } from "vitest";
import { PRESETS } from "@/lib/presets";
import { detectableEffect, powerOf, type SourcedSpread } from "@/lib/stats";
import { draftOf, type SpecDraft } from "../draft";
import { familySentence, plannedFamily } from "./planned-family";
import { type Guesses, guessIssues, preparePlan, USUAL_GUESSES } from "./prepare-planning";

/** Arms sft, outcome-only (baseline), mixed, process-only on two benchmarks of 400 questions; one declared contrast. */
function quickstart(over: Partial<SpecDraft> = {}): SpecDraft {
  const preset = PRESETS[0];
  if (!preset) throw new Error("no preset");
  return { ...draftOf(preset.spec), ...over };
}

function planOf(draft: SpecDraft, over: Partial<Guesses> = {}, spreads: SourcedSpread[] = []) {
  const plan = preparePlan(draft, { ...USUAL_GUESSES, ...over }, spreads);
  if (!plan) throw new Error("no plan");
  return plan;
}

const measured: SourcedSpread = {
  benchmark: "tiny-harder",
  sd: 0.013,
  pairs: 3,
  seeds: 3,
  questions: 400,
  ablation: { id: "abl_00000001", name: "Earlier" },
};

describe("the planned family", () => {
  it("counts as the results will be judged", () => {
    const draft = quickstart();
    // Three arms against the baseline on two benchmarks, less the contrast.
    expect(plannedFamily(draft)).toEqual({ size: 5, hasContrast: true, design: "paired" });
    expect(plannedFamily({ ...draft, contrast: null }).size).toBe(6);
    // Without a baseline all six pairs on two benchmarks.
    expect(plannedFamily({ ...draft, contrast: null, baselineArm: null }).size).toBe(12);
    // A contrast between two arms that are no baseline takes nothing out of the family.
    const aside = { arm: "process-only", baseline: "mixed", benchmark: "tiny-harder" };
    expect(plannedFamily({ ...draft, contrast: aside }).size).toBe(6);
    expect(plannedFamily({ ...draft, arms: draft.arms.slice(0, 1), contrast: null }).size).toBe(0);
  });
  it("knows which pairs share warm-ups", () => {
    const draft = quickstart();
    const base = (keys: string[]): SpecDraft => ({
      ...draft,
      arms: draft.arms.map((arm) =>
        arm.training && keys.includes(arm.key)
          ? { ...arm, training: { ...arm.training, start: "base" } }
          : arm,
      ),
    });
    expect(plannedFamily(base(["mixed"])).design).toBe("mixed");
    expect(plannedFamily(base(["outcome-only"])).design).toBe("unpaired");
  });
  it.each([
    [
      { size: 5, hasContrast: true },
      /contrast is judged on its own.* 5 other comparisons share.* p < \.0100/,
    ],
    [{ size: 6, hasContrast: false }, /^6 comparisons share 5%.* p < \.0083/],
    [{ size: 1, hasContrast: false }, /^1 comparison is judged at p < \.05\.$/],
    [{ size: 0, hasContrast: true }, /There is no other comparison/],
    [{ size: 0, hasContrast: false }, /^There is no comparison/],
  ])("is told for %j", (family, sentence) =>
    expect(familySentence({ ...family, design: "paired" })).toMatch(sentence),
  );
});

describe("the plan of a launch", () => {
  it("gives each benchmark the smallest difference and the seeds, on its own and under Holm", () => {
    const plan = planOf(quickstart());
    const sd = Math.sqrt(0.02 ** 2 + 0.2 / 400);
    expect(plan.benchmarks.map(({ key, questions }) => [key, questions])).toEqual([
      ["tiny-in-distribution", 400],
      ["tiny-harder", 400],
    ]);
    const [first] = plan.benchmarks;
    expect(first?.spread.sd).toBeCloseTo(sd, 12);
    expect(first?.alone.detectable).toBeCloseTo(
      detectableEffect(3, first?.spread.sd ?? 0, { design: "paired" }) ?? Number.NaN,
      12,
    );
    expect(first?.shared?.alpha).toBeCloseTo(0.01, 12);
    expect(first?.shared?.detectable).toBeGreaterThan(first?.alone.detectable ?? Infinity);
    expect(first?.shared?.seedsNeeded).toBeGreaterThan(first?.alone.seedsNeeded ?? Infinity);
  });
  it("draws power that rises with the effect and with the seeds, and agrees with the table", () => {
    const plan = planOf(quickstart());
    for (const line of [...plan.byEffect, ...plan.bySeeds]) {
      const powers = line.points.map((point) => point.power);
      expect(powers.length).toBeGreaterThan(10);
      expect(powers).toEqual([...powers].sort((a, b) => a - b));
    }
    expect(plan.byEffect.map((line) => line.label)).toEqual([
      "the declared contrast (5%)",
      "the clearest of 5 in the Holm family (1.00%)",
    ]);
    const [alone] = plan.bySeeds;
    const at = alone?.points.find((point) => point.x === 3);
    const power = powerOf(0.03, plan.shown.spread.sd, 3, { design: "paired" });
    expect(at?.power).toBeCloseTo(power ?? Number.NaN, 12);
    const needed = plan.shown.alone.seedsNeeded ?? 0;
    expect(alone?.points.find((point) => point.x === needed)?.power ?? 1).toBeGreaterThanOrEqual(0.8);
  });
  it("names no contrast on a benchmark that has none, and follows the chosen benchmark", () => {
    const plan = planOf(quickstart(), { benchmark: "tiny-harder" });
    expect(plan.shown.key).toBe("tiny-harder");
    expect(plan.byEffect[0]?.label).toBe("one comparison on its own (5%)");
    expect(planOf(quickstart(), { benchmark: "gone" }).shown.key).toBe("tiny-in-distribution");
  });
  it("takes a measured spread where there is one, named, unless it is told not to", () => {
    const asMeasured = { cautious: false };
    const plan = planOf(quickstart(), asMeasured, [measured]);
    expect(plan.benchmarks.map(({ source }) => source?.ablation.name ?? null)).toEqual([null, "Earlier"]);
    expect(plan.benchmarks[1]?.spread.sd).toBeCloseTo(0.013, 12);
    expect(planOf(quickstart(), { useMeasured: false }, [measured]).benchmarks[1]?.source).toBeNull();
    const few = quickstart();
    few.evaluation = { ...few.evaluation, questions: 100 };
    expect(planOf(few, asMeasured, [measured]).benchmarks[1]?.spread.sd).toBeGreaterThan(0.013);
  });
  it("plans with the upper 80% limit of a measured spread unless it is told not to", () => {
    // Two degrees of freedom: the 20% quantile of chi-square is -2 ln 0.8.
    const upper = 0.013 * Math.sqrt(2 / (-2 * Math.log(0.8)));
    expect(planOf(quickstart(), {}, [measured]).benchmarks[1]?.spread.sd).toBeCloseTo(upper, 10);
  });
  it("gives no verdict to fewer than three seeds, whatever the difference", () => {
    const plan = planOf(quickstart({ seeds: [1, 2] }));
    expect(plan.byEffect.every((line) => line.points.length === 0)).toBe(true);
    expect(plan.shown.alone.detectable).toBeNull();
    expect(plan.bySeeds[0]?.points[0]?.x).toBe(3);
    expect(planOf(quickstart({ seeds: [1] }), { effectPoints: 90 }).shown.alone.seedsNeeded).toBe(3);
  });
  it("has no plan without seeds, benchmarks or numbers", () => {
    expect(preparePlan(quickstart({ seeds: [] }), USUAL_GUESSES, [])).toBeNull();
    expect(preparePlan(quickstart({ benchmarks: [] }), USUAL_GUESSES, [])).toBeNull();
    expect(preparePlan(quickstart(), { ...USUAL_GUESSES, sdPoints: null }, [])).toBeNull();
  });
  it.each([
    ["sdPoints", 0],
    ["sdPoints", 51],
    ["effectPoints", -1],
    ["effectPoints", null],
    ["disagreementPercent", 101],
    ["disagreementPercent", null],
  ])("finds fault with %s = %s and nothing else", (field, value) =>
    expect(Object.keys(guessIssues({ ...USUAL_GUESSES, [field]: value }))).toEqual([field]),
  );
});
