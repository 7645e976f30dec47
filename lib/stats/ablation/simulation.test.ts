import { beforeAll, describe, expect, it } from "vitest";
import { detectableEffect, powerOf } from "../power-of-seeds";
import { type RandomStream, randomStream } from "../random";
import { compareArms } from "./compare-arms";
import { inputOf, QUESTIONS } from "./compare-fixture";

/*
 * What the verdicts promise, by simulation over whole ablations: shared warm-ups, seed noise, question noise, several
 * arms x benchmarks, Holm. Seeded: the same counts on every machine. Bounds are three standard errors of 1,000 draws.
 */

const REPETITIONS = 1_000;
const SEEDS = 5;
const BENCHMARKS = ["one", "two"];
const ARMS = ["outcome", "mixed", "process"];
const PAIRS = 3;
/** The contrast is outside. */
const FAMILY = PAIRS * BENCHMARKS.length - 1;
const ACCURACY = 0.5;
/** SD between seeds of what the warm-up brings, and of what an arm's own training adds. */
const WARM_UP_SD = 0.03;
const OWN_SD = 0.02;
/** Variance of the difference of two arms of one seed: their own trainings and both evaluations' questions. */
const SD_OF_DIFFERENCE = Math.sqrt(2 * (OWN_SD ** 2 + (ACCURACY * (1 - ACCURACY) - OWN_SD ** 2) / QUESTIONS));
const standardError = (share: number) => Math.sqrt((share * (1 - share)) / REPETITIONS);

/** One simulated ablation; `effect` lifts the arm "process" on every benchmark. */
function ablation(stream: RandomStream, effect: number) {
  const counts = BENCHMARKS.map((benchmark) => {
    const warmUps = Array.from({ length: SEEDS }, () => WARM_UP_SD * stream.normal());
    const arms = ARMS.map((arm) => {
      const lift = arm === "process" ? effect / 2 : -effect / 2;
      const seeds = warmUps.map((warmUp) =>
        stream.binomial(QUESTIONS, ACCURACY + lift + warmUp + OWN_SD * stream.normal()),
      );
      return [arm, seeds] as const;
    });
    return [benchmark, Object.fromEntries(arms)] as const;
  });
  return Object.fromEntries(counts);
}

/**
 * How often what happens, over all repetitions. No verdict "practically equal": a band of 0 cannot hold an interval.
 * The contrast is declared, so that the family is the other arm pairs x benchmarks.
 */
function rates(seed: number, effect: number) {
  const stream = randomStream(seed);
  const contrast = { arm: "process", baseline: "outcome", benchmark: "one" };
  const counts = { contrast: 0, member: 0, falsely: 0, any: 0 };
  for (let i = 0; i < REPETITIONS; i += 1) {
    const { comparisons } = compareArms(inputOf(ablation(stream, effect), { contrast }), { delta: 0 });
    const called = comparisons.filter(({ verdict }) => verdict === "distinguishable");
    const declared = called.filter(({ role }) => role === "declared");
    counts.contrast += Number(called.some(({ role }) => role === "contrast"));
    counts.member += declared.filter(({ arm }) => arm === "process").length;
    counts.falsely += Number(declared.some(({ arm, baseline }) => arm === "mixed" && baseline === "outcome"));
    counts.any += Number(declared.length > 0);
  }
  const differing = 2 * BENCHMARKS.length - 1;
  return {
    contrast: counts.contrast / REPETITIONS,
    any: counts.any / REPETITIONS,
    falsely: counts.falsely / REPETITIONS,
    member: counts.member / REPETITIONS / differing,
  };
}

describe("1,000 simulated ablations", () => {
  const effect = detectableEffect(SEEDS, SD_OF_DIFFERENCE, { design: "paired" }) ?? Number.NaN;
  let some: ReturnType<typeof rates>;
  let none: ReturnType<typeof rates>;
  beforeAll(() => {
    some = rates(1, effect);
    none = rates(3, 0);
  }, 60_000);

  it("a declared contrast of the detectable size is called distinguishable in 80% of them", () => {
    expect(Math.abs(some.contrast - 0.8)).toBeLessThan(3 * standardError(0.8));
  });

  it("a member of the family is called at least as often as under Bonferroni, and less often than alone", () => {
    const power = (alpha: number) =>
      powerOf(effect, SD_OF_DIFFERENCE, SEEDS, { design: "paired", alpha }) ?? Number.NaN;
    const bonferroni = power(0.05 / FAMILY);
    expect(some.member).toBeGreaterThan(bonferroni - 3 * standardError(bonferroni));
    expect(some.member).toBeLessThan(power(0.05));
  });

  it("a pair of one family that does not differ is called in at most 5%, however clear the others are", () => {
    expect(some.falsely).toBeLessThan(0.05 + 3 * standardError(0.05));
  });

  it("where nothing differs, anything of the family is called in at most 5%, and the contrast in 5%", () => {
    expect(none.any).toBeLessThan(0.05 + 3 * standardError(0.05));
    expect(Math.abs(none.contrast - 0.05)).toBeLessThan(3 * standardError(0.05));
  });
});
