import { describe, expect, it } from "vitest";
import type { CostBreakdown, CostSeed, ResultCell } from "@/lib/contracts";
import { resultsOf } from "../fixture";
import { costModel } from "./cost-model";
import { costsCsv } from "./costs-csv";
import { describeCosts, leftOut, ratioText } from "./describe-costs";
import { preparePhases } from "./prepare-phases";
import { prepareScatter } from "./prepare-scatter";
import { ALL_BENCHMARKS, type CostState } from "./url-state";

const RIGHT = { "outcome-only": [240, 260, 250], "process-only": [242, 255, 252] };
const STATE: CostState = { against: "", on: "", paid: "tokens" };

const runOf = (arm: string, seed: number) => `run_${arm}_${seed}`;

function seedOf(arm: string, seed: number, changes: Partial<CostSeed> = {}): CostSeed {
  return {
    ...{ arm, seed, runId: runOf(arm, seed), status: "succeeded", trainSteps: 10, responseTokens: 1_000 },
    ...{ continuationTokens: 0, activeMs: 10_000 + 100 * seed, gpuMs: 0, lambdaProcess: 0 },
    seconds: { responses: 3, continuations: 0, grading: 0, update: 6 },
    ...{ probe: { tokens: 0, seconds: 0 }, evaluation: { jobs: 1, seconds: 5 }, shape: null },
    warmUpRunId: `run_warm_${seed}`,
    ...changes,
  };
}

function scenario(changes: Partial<CostBreakdown> = {}) {
  const results = resultsOf(RIGHT);
  const warm = [1, 2, 3].map((seed): ResultCell => {
    const [first] = results.cells;
    if (!first) throw new Error("no cell");
    return { ...first, arm: "sft", seed, runId: `run_warm_${seed}`, correct: 160 };
  });
  results.cells = [...results.cells.map((cell) => ({ ...cell, runId: runOf(cell.arm, cell.seed) })), ...warm];
  const process = { continuationTokens: 4_000, lambdaProcess: 1, activeMs: 30_000 };
  const costs: CostBreakdown = {
    ...{ ablationId: null, gpuUsed: false, arms: results.arms, outcomeOnly: ["outcome-only"] },
    seeds: [1, 2, 3].flatMap((seed) => [
      seedOf("outcome-only", seed),
      seedOf("process-only", seed, { ...process, continuationTokens: 4_000 + 30 * seed }),
    ]),
    ...{ rewriting: { jobs: 1, seconds: 8 }, silent: [] },
    ...changes,
  };
  return { results, costs };
}

describe("the cost page's model", () => {
  it("holds the others against outcome-only, and lets the reader choose another arm", () => {
    const { results, costs } = scenario();
    const usual = costModel(results, costs, STATE);
    expect(usual.baseline?.key).toBe("outcome-only");
    expect(usual.rows.map(({ arm, ratios }) => [arm.key, ratios === null])).toEqual([
      ["outcome-only", true],
      ["process-only", false],
    ]);
    expect(costModel(results, costs, { ...STATE, against: "process-only" }).baseline?.key).toBe(
      "process-only",
    );
    expect(costModel(results, costs, { ...STATE, against: "no-such" }).baseline?.key).toBe("outcome-only");
  });

  it("never takes a warm-up for a baseline, and GPU time only where some was told", () => {
    const { results, costs } = scenario();
    const sft = costs.seeds.map((seed) => ({ ...seed, lambdaProcess: null }));
    expect(costModel(results, { ...costs, seeds: sft }, STATE).baseline).toBeNull();
    expect(costModel(results, costs, { ...STATE, paid: "gpuSeconds" }).paid).toBe("activeSeconds");
    expect(costModel(results, { ...costs, gpuUsed: true }, { ...STATE, paid: "gpuSeconds" }).paid).toBe(
      "gpuSeconds",
    );
  });

  it("falls back to a benchmark that is there", () => {
    const { results, costs } = scenario();
    const on = (wanted: string) => costModel(results, costs, { ...STATE, on: wanted }).benchmark;
    expect([on("sums"), on("gone"), on(ALL_BENCHMARKS)]).toEqual(["sums", "sums", "sums"]);
  });
});

describe("what the page says", () => {
  it("gives ratios with their intervals and design, and calls a price unbounded where the gain may be 0", () => {
    const { results, costs } = scenario();
    const [ratio, price] = describeCosts(costModel(results, costs, STATE));
    expect(ratio).toMatch(
      /^process only sampled 5\.06\d? times \[.*\] the tokens of outcome only and took 2\.9\d times .* its active time \(paired by seed, n = 3; 95%\)\.$/,
    );
    expect(price).toContain("unbounded (the gain's interval [");
  });

  it("says what is missing instead of a number", () => {
    const { results, costs } = scenario();
    const told = (seeds: CostSeed[]) => describeCosts(costModel(results, { ...costs, seeds }, STATE));
    expect(told([])).toEqual(["No training has told a cost yet."]);
    const running = costs.seeds.map((seed) => ({ ...seed, status: "running" as const }));
    expect(told(running)).toEqual(["outcome only has no finished training yet: no ratio can be told."]);
    const processes = { ...costs, outcomeOnly: [] };
    const unheld = costModel({ ...results, baselineArm: null }, processes, STATE);
    expect(describeCosts(unheld)).toEqual([expect.stringContaining("None of these arms is outcome-only")]);
    const alone = costs.seeds.filter(({ arm }) => arm === "outcome-only");
    expect(told(alone)[0]).toContain("the only arm here");
    const one = costs.seeds.filter(({ seed }) => seed === 1);
    expect(told(one)[0]).toContain("retraining noise unknown");
  });

  it("names every seed that enters no mean", () => {
    const { costs } = scenario({
      silent: [{ arm: "process-only", seed: 4, runId: "run_00000004", status: "queued" }],
    });
    costs.seeds.push(seedOf("process-only", 5, { status: "failed", trainSteps: 7 }));
    expect(leftOut(costs, (arm) => arm)).toEqual([
      "process-only, seed 5: failed at train step 7, after 1.00k tokens and 10.5 s",
      "process-only, seed 4: queued, has told no cost",
    ]);
  });

  it("gives the reason where a ratio has no interval", () => {
    const words = "no finished seed to divide";
    const none = {
      kind: "undefined",
      ratio: null,
      n: [0, 0] as [number, number],
      reason: "no-seeds",
      words,
    } as const;
    const ratio = { arm: "a", baseline: "b", measure: "tokens", paired: true, ratio: none } as const;
    expect(ratioText(ratio)).toBe(words);
  });
});

describe("the figures", () => {
  it("stack phases to the mean total, with every seed's total beside it", () => {
    const { results, costs } = scenario();
    const { rows, axis } = preparePhases(costModel(results, costs, STATE));
    const [outcome] = rows;
    expect(outcome?.segments.map(({ phase, from }) => [phase, from])).toEqual([
      ["responses", 0],
      ["update", 3],
      ["other", 9],
    ]);
    expect(outcome?.segments.at(-1)?.to).toBeCloseTo(outcome?.total.mean ?? 0, 9);
    expect(outcome?.dots.map(({ seconds }) => seconds)).toEqual([10.1, 10.2, 10.3]);
    expect([axis.lo, axis.hi >= 30]).toEqual([0, true]);
    // Seeds at one place are lifted over each other: three are three on the page.
    expect(rows[1]?.dots.map(({ lift }) => lift)).toEqual([0, 1, 2]);
  });

  it("set accuracy against cost seed by seed, and mark an interval that leaves what can be", () => {
    const { results, costs } = scenario();
    const chart = prepareScatter(costModel(results, costs, STATE));
    expect(chart.arms.map(({ seeds, muted }) => [seeds.length, muted])).toEqual([
      [3, false],
      [3, false],
    ]);
    expect(chart.arms[0]?.seeds[0]).toEqual({ seed: 1, cost: 1_000, accuracy: 0.6 });
    expect([chart.x.lo, chart.y.lo >= 0, chart.y.hi <= 1, chart.cut]).toEqual([0, true, true, false]);
    const late = results.cells.filter(({ runId }) => runId !== runOf("process-only", 3));
    const two = prepareScatter(costModel({ ...results, cells: late }, costs, STATE)).arms[1];
    expect([two?.seeds.length, two?.cost.n]).toEqual([2, 2]);
    const wild = costs.seeds.map((seed) => ({ ...seed, responseTokens: 10 ** seed.seed }));
    expect(prepareScatter(costModel(results, { ...costs, seeds: wild }, STATE)).cut).toBe(true);
  });

  it("leave out an arm without a finished and evaluated seed", () => {
    const { results, costs } = scenario();
    results.cells = results.cells.filter(({ arm }) => arm !== "process-only");
    const model = costModel(results, costs, STATE);
    expect(prepareScatter(model).arms.map(({ arm }) => arm.key)).toEqual(["outcome-only"]);
    expect(preparePhases(model).rows).toHaveLength(2);
  });
});

describe("the costs as CSV", () => {
  it("have one row a training, unfinished ones with their status, and its accuracies", () => {
    const { results, costs } = scenario();
    costs.seeds.push(seedOf("process-only", 4, { status: "running" }));
    const rows = costsCsv(costs, results).trimEnd().split("\r\n");
    expect(rows).toHaveLength(1 + 7);
    expect(rows[0]).toMatch(/^arm,seed,run,status,.*,warm_up_run,accuracy_sums$/);
    expect(rows[1]).toMatch(/^outcome only,1,run_outcome-only_1,succeeded,.*,run_warm_1,0\.6$/);
    expect(rows[7]).toMatch(/,running,.*,run_warm_4,$/);
  });
});
