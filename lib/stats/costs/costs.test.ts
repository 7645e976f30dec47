import { describe, expect, it } from "vitest";
import type { CostSeed, CostShape } from "@/lib/contracts/costs";
import type { AblationResults, ResultCell } from "@/lib/contracts/results";
import { armTotals } from "./arm-totals";
import { costRatio } from "./cost-ratio";
import { formulaCheck, formulaFactor } from "./formula";
import { phaseSeconds } from "./measures";
import { priceOfAPoint } from "./price";
import { priceWords } from "./price-words";

const SHAPE: CostShape = {
  ...{ responses: 8, traceSteps: 6, responseTokens: 365, answerTail: 20, tails: 10, validShare: 1 },
  ...{ continuationsPerStep: 4, maxScoredSteps: 6 },
};

function seedOf(arm: string, seed: number, changes: Partial<CostSeed> = {}): CostSeed {
  return {
    ...{ arm, seed, runId: `run_${arm}_${seed}`, status: "succeeded", trainSteps: 10 },
    ...{ responseTokens: 100, continuationTokens: 0, activeMs: 10_000, gpuMs: 0 },
    seconds: { responses: 3, continuations: 0, grading: 1, update: 4 },
    ...{ lambdaProcess: 0, probe: { tokens: 0, seconds: 0 }, evaluation: { jobs: 1, seconds: 5 } },
    ...{ warmUpRunId: `run_warm_${seed}`, shape: SHAPE },
    ...changes,
  };
}

const paid = { number: (value: number) => String(Math.round(value)), unit: "tokens" };

/** Results of 100 questions a run: `right` of them by run id. */
function resultsOf(
  right: Record<string, number>,
  benchmarks = ["b"],
): Pick<AblationResults, "benchmarks" | "cells"> {
  const cells = Object.entries(right).flatMap(([runId, correct]) =>
    benchmarks.map(
      (benchmark): ResultCell => ({
        ...{ arm: "any", seed: 1, benchmark, runId, evaluationId: null, warmUpRunId: null, trainStep: 10 },
        ...{ correct, reportedPercent: null, graded: 100, ungraded: 0, decodes: 1, temperature: 0 },
      }),
    ),
  );
  return { benchmarks: benchmarks.map((key) => ({ key, title: key, questions: 100 })), cells };
}

describe("what an arm cost", () => {
  it("averages finished trainings only, and keeps probe and evaluation apart", () => {
    const totals = armTotals(
      [
        seedOf("mixed", 2, { responseTokens: 300, probe: { tokens: 50, seconds: 2 } }),
        seedOf("mixed", 1),
        seedOf("mixed", 3, { status: "failed", responseTokens: 9 }),
        seedOf("other", 1, { responseTokens: 1e9 }),
      ],
      "mixed",
    );
    expect(totals.seeds.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(totals.measures.responseTokens).toMatchObject({ n: 2, mean: 200 });
    expect(totals.measures.tokens.mean).toBe(200);
    expect([totals.probeTokens.mean, totals.evaluationSeconds.mean]).toEqual([25, 5]);
  });

  it("calls what no phase told `other`, never less than nothing", () => {
    expect(phaseSeconds(seedOf("mixed", 1), "other")).toBe(2);
    expect(phaseSeconds(seedOf("mixed", 1, { activeMs: 7_000 }), "other")).toBe(0);
    const { phases, measures } = armTotals([seedOf("mixed", 1)], "mixed");
    const sum = Object.values(phases).reduce((total, { mean }) => total + (mean ?? 0), 0);
    expect(sum).toBe(measures.activeSeconds.mean);
  });

  it("has nothing to say of an arm without a finished training", () => {
    const totals = armTotals([seedOf("mixed", 1, { status: "running" })], "mixed");
    expect(totals.measures.tokens).toMatchObject({ n: 0, mean: null });
    expect(totals.tokenFactor.mean).toBeNull();
  });
});

describe("the ratio to another arm", () => {
  const base = [100, 200, 400].map((responseTokens, i) => seedOf("outcome", i + 1, { responseTokens }));
  const arm = [505, 990, 2_000].map((tokens, i) =>
    seedOf("process", i + 1, { responseTokens: 100, continuationTokens: tokens - 100 }),
  );
  const asked = { arm: "process", baseline: "outcome", measure: "tokens" } as const;

  it("is paired by seed where the warm-ups are shared: far tighter than the seeds themselves", () => {
    const { paired, ratio } = costRatio([...base, ...arm], asked);
    expect(paired).toBe(true);
    expect(ratio.kind).toBe("interval");
    expect(ratio.ratio).toBeCloseTo(Math.cbrt((505 * 990 * 2_000) / (100 * 200 * 400)), 9);
    if (ratio.kind === "interval") expect(ratio.hi - ratio.lo).toBeLessThan(0.3);
  });

  it("is unpaired where some seed started from elsewhere, and counts only seeds that both have when paired", () => {
    const apart = arm.map((seed) => ({ ...seed, warmUpRunId: null }));
    const unpaired = costRatio([...base, ...apart], asked);
    expect(unpaired.paired).toBe(false);
    if (unpaired.ratio.kind === "interval") expect(unpaired.ratio.hi / unpaired.ratio.lo).toBeGreaterThan(10);
    expect(costRatio([...base, ...arm.slice(1)], asked).ratio.n).toEqual([2, 2]);
  });

  it("says why there is none where the baseline spends none of it", () => {
    const { ratio } = costRatio([...base, ...arm], { ...asked, measure: "continuationTokens" });
    expect(ratio).toMatchObject({ kind: "undefined", reason: "not-positive" });
  });
});

describe("the price of a point", () => {
  const seeds = [1, 2, 3].flatMap((seed) => [
    seedOf("outcome", seed, { responseTokens: 1_000 }),
    seedOf("process", seed, { responseTokens: 1_000, continuationTokens: 4_000 + seed, lambdaProcess: 1 }),
  ]);
  const accuracies = (gains: readonly number[]) =>
    resultsOf(
      Object.fromEntries(
        gains.flatMap((gain, i) => [
          [`run_warm_${i + 1}`, 40],
          [`run_outcome_${i + 1}`, 60],
          [`run_process_${i + 1}`, 60 + gain],
        ]),
      ),
    );
  const asked = { arm: "process", baseline: "outcome", measure: "tokens", benchmark: "b" } as const;

  it("divides extra tokens by extra points, seed by seed, with a bounded set where the gain is told from 0", () => {
    const price = priceOfAPoint(seeds, accuracies([10, 11, 9]), asked);
    if (price.kind !== "priced" || price.set.kind !== "bounded") throw new Error("not bounded");
    expect(price.seeds.map(({ gain }) => Math.round(gain))).toEqual([10, 11, 9]);
    expect(price.set.ratio).toBeCloseTo(4_002 / 10, 6);
    expect(price.set.lo).toBeLessThan(400);
    expect(price.set.hi).toBeGreaterThan(400);
    expect(priceWords(price, paid).value).toMatch(/^400 \[\d+, \d+\] tokens$/);
  });

  it("is unbounded where the gain's interval holds 0, and says so instead of a number", () => {
    const price = priceOfAPoint(seeds, accuracies([4, -1, 2]), asked);
    const words = priceWords(price, paid);
    expect(words.value).toBe("unbounded");
    expect(words.detail).toMatch(
      /the gain's interval \[−\d\.\d, \+\d\.\d\] holds 0: the price of a point is unbounded; if any/,
    );
  });

  it("says that nothing was bought where accuracy fell for sure", () => {
    const words = priceWords(priceOfAPoint(seeds, accuracies([-9, -10, -11]), asked), paid);
    expect(words.value).toBe("no gain");
    expect(words.detail).toContain("10.0 points lower");
  });

  it("charges a training for its gain on its own warm-up, not for the warm-up", () => {
    const price = priceOfAPoint(seeds, accuracies([0, 0, 0]), { ...asked, baseline: null });
    if (price.kind !== "priced") throw new Error("not priced");
    expect(price.seeds.map(({ seed, cost }) => [seed, cost])).toEqual([1, 2, 3].map((s) => [s, 5_000 + s]));
    for (const { gain } of price.seeds) expect(gain).toBeCloseTo(20, 9);
  });

  it("asks for every benchmark where the mean over them is wanted", () => {
    const both = resultsOf({ run_warm_1: 40, run_process_1: 60, run_outcome_1: 50 }, ["b", "c"]);
    both.cells = both.cells.filter((cell) => !(cell.runId === "run_process_1" && cell.benchmark === "c"));
    expect(priceOfAPoint(seeds, both, { ...asked, benchmark: null })).toMatchObject({ kind: "none" });
    expect(priceOfAPoint(seeds, both, asked)).toMatchObject({ kind: "priced", seeds: [{ seed: 1 }] });
  });

  it("takes the mean over the benchmarks of trainings: one that only a set laid beside them has changes no price", () => {
    const alone = accuracies([10, 11, 9]);
    const imported = { key: "printed", title: "Printed", questions: 420, imported: true as const };
    const beside = { ...alone, benchmarks: [...alone.benchmarks, imported] };
    const question = { ...asked, benchmark: null };
    expect(priceOfAPoint(seeds, beside, question)).toEqual(priceOfAPoint(seeds, alone, question));
    expect(priceOfAPoint(seeds, beside, question)).toMatchObject({ kind: "priced" });
  });

  it("gives the reason where there is no price", () => {
    const ask = (question: object, all = seeds) =>
      priceWords(priceOfAPoint(all, accuracies([1, 1, 1]), { ...asked, ...question }), paid).detail;
    expect(ask({ arm: "outcome" })).toBe("the baseline itself");
    expect(ask({ arm: "nobody" })).toBe("no finished training");
    const fromBase = seeds.map((seed) => ({ ...seed, warmUpRunId: null }));
    expect(ask({ baseline: null }, fromBase)).toBe("started from no warm-up");
    expect(ask({}, fromBase)).toContain("does not share its warm-ups");
    expect(
      ask(
        {},
        seeds.filter(({ seed }) => seed === 1),
      ),
    ).toContain("one seed");
  });
});

describe("the formula of the method", () => {
  it("gives the published example: 12 times", () => {
    expect(formulaFactor(SHAPE, true)).toBeCloseTo((2_920 + 8 * 4 * (365 * 2.5 + 120)) / 2_920, 9);
    expect(formulaFactor(SHAPE, true)).toBeCloseTo(12.3, 1);
    expect(formulaFactor(SHAPE, false)).toBe(1);
  });

  it("continues only what is valid, scores no more than K_max steps, and needs to know K, L and a", () => {
    const extra = (changes: Partial<CostShape>) => (formulaFactor({ ...SHAPE, ...changes }, true) ?? 0) - 1;
    expect(extra({ validShare: 0.5 })).toBeCloseTo(extra({}) / 2, 9);
    expect(extra({ traceSteps: 9 })).toBe(extra({}));
    for (const missing of ["traceSteps", "responseTokens", "answerTail"] as const)
      expect(formulaFactor({ ...SHAPE, [missing]: null }, true)).toBeNull();
  });

  it("stands beside the measured factor of each seed", () => {
    const check = formulaCheck(
      [1, 2].map((seed) => seedOf("process", seed, { lambdaProcess: 1, continuationTokens: 500 })),
      "process",
    );
    expect(check).toMatchObject({ traceSteps: 6, measured: { mean: 6, n: 2 }, formula: { n: 2 } });
    expect(formulaCheck([seedOf("sft", 1, { shape: null, responseTokens: 0 })], "sft")).toBeNull();
  });
});
