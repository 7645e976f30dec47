import type { PowerLine } from "@/components/charts/prepare-power";
import {
  detectableEffect,
  type PlannedSpread,
  plannedSpread,
  powerByEffect,
  powerCurve,
  type SourcedSpread,
  type SpreadGuess,
  sdInterval,
  seedsForPower,
} from "@/lib/stats";
import type { SpecDraft } from "../draft";
import {
  type ChosenBenchmark,
  chosenBenchmarks,
  hardest,
  type PlannedFamily,
  plannedFamily,
} from "./planned-family";

/** What is guessed before anything runs, as typed. Points and percent, null while a field is no number. */
export interface Guesses {
  /** Use what finished ablations have shown, where they have. */
  useMeasured: boolean;
  /** Use the upper limit of what they have shown. */
  cautious: boolean;
  sdPoints: number | null;
  disagreementPercent: number | null;
  effectPoints: number | null;
  /** The benchmark that the curves are drawn for; null: that of the contrast, or the first. */
  benchmark: string | null;
}

export const USUAL_GUESSES: Guesses = {
  useMeasured: true,
  cautious: true,
  sdPoints: 2,
  disagreementPercent: 20,
  effectPoints: 3,
  benchmark: null,
};

export const POWER_ASKED = 0.8;
/** No verdict is given below (statistics.md 4). */
export const FEWEST_SEEDS = 3;
const MOST_SEEDS_DRAWN = 20;
const EFFECTS_DRAWN = 48;
const MOST_EFFECT = 0.6;
const MOST_SD_POINTS = 50;
const HUNDRED = 100;
/** One-sided confidence of the upper limit of a measured SD (Browne 1995, for sample sizes from pilot studies). */
const UPPER_LIMIT = 0.8;

/** A comparison at one level: what S seeds see, and what the effect of interest needs. Shares and seeds. */
export interface Reach {
  alpha: number;
  detectable: number | null;
  seedsNeeded: number | null;
}

/** What a launch can show on one benchmark. */
export interface BenchmarkPlan extends ChosenBenchmark {
  spread: PlannedSpread;
  /** Where the spread is from; null: guessed. */
  source: SourcedSpread | null;
  alone: Reach;
  /** The clearest of the Holm family; null where no two comparisons share their level. */
  shared: Reach | null;
}

export interface Plan {
  family: PlannedFamily;
  seeds: number;
  effect: number;
  benchmarks: BenchmarkPlan[];
  /** The benchmark whose curves are drawn. */
  shown: BenchmarkPlan;
  byEffect: PowerLine[];
  bySeeds: PowerLine[];
}

/** What is wrong with the guesses, by field; empty if nothing is. */
export function guessIssues({ sdPoints, disagreementPercent, effectPoints }: Guesses) {
  const within = (value: number | null, most: number) => value !== null && value > 0 && value <= most;
  return {
    ...(within(sdPoints, MOST_SD_POINTS) ? {} : { sdPoints: `a number of points up to ${MOST_SD_POINTS}` }),
    ...(disagreementPercent !== null && disagreementPercent >= 0 && disagreementPercent <= HUNDRED
      ? {}
      : { disagreementPercent: "a percentage from 0 to 100" }),
    ...(within(effectPoints, HUNDRED) ? {} : { effectPoints: "a number of points up to 100" }),
  };
}

/** The SD as measured, or its upper limit; pairs share arms and seeds, so no more is known than from one of them. */
function measuredSd({ sd, seeds }: SourcedSpread, cautious: boolean): number {
  const twoSided = 1 - 2 * (1 - UPPER_LIMIT);
  return cautious ? (sdInterval(sd, seeds - 1, twoSided)?.hi ?? sd) : sd;
}

function spreadOf(benchmark: ChosenBenchmark, guesses: Guesses, spreads: readonly SourcedSpread[]) {
  const measured = spreads.find((each) => each.benchmark === benchmark.key);
  const source = guesses.useMeasured && measured ? measured : null;
  const guess: SpreadGuess = source
    ? { kind: "measured", sd: measuredSd(source, guesses.cautious), questions: source.questions }
    : { kind: "guessed", sd: (guesses.sdPoints ?? 0) / HUNDRED, questions: 0 };
  const spread = plannedSpread(guess, benchmark.questions, (guesses.disagreementPercent ?? 0) / HUNDRED);
  return { source, spread };
}

/** The test that the plan is for: paired unless no pair of arms shares its warm-ups. */
const designOf = ({ design }: PlannedFamily) => (design === "unpaired" ? "unpaired" : "paired");

/**
 * What the drafted launch can show under the guesses. Arms without shared warm-ups are planned with the SD of one arm's
 * seeds equal to that of a paired difference (a seed correlation of one half), as whatSeedsCanShow does. Null while a
 * guess is no number, or no benchmark or seed is chosen.
 */
export function preparePlan(
  draft: SpecDraft,
  guesses: Guesses,
  spreads: readonly SourcedSpread[],
): Plan | null {
  if (Object.keys(guessIssues(guesses)).length > 0 || draft.seeds.length === 0) return null;
  const family = plannedFamily(draft);
  const effect = (guesses.effectPoints ?? 0) / HUNDRED;
  const seeds = draft.seeds.length;
  const reach = (spread: PlannedSpread, alpha: number): Reach => {
    const options = { alpha, power: POWER_ASKED, design: designOf(family) } as const;
    const needed = seedsForPower(effect, spread.sd, options);
    return {
      alpha,
      detectable: seeds < FEWEST_SEEDS ? null : detectableEffect(seeds, spread.sd, options),
      seedsNeeded: needed === null ? null : Math.max(FEWEST_SEEDS, needed),
    };
  };
  const benchmarks = chosenBenchmarks(draft).flatMap((benchmark): BenchmarkPlan[] => {
    const { source, spread } = spreadOf(benchmark, guesses, spreads);
    if (!spread) return [];
    const shared = family.size > 1 ? reach(spread, hardest(family.size)) : null;
    return [{ ...benchmark, spread, source, alone: reach(spread, hardest(1)), shared }];
  });
  const wanted = guesses.benchmark ?? draft.contrast?.benchmark;
  const shown = benchmarks.find(({ key }) => key === wanted) ?? benchmarks[0];
  if (!shown) return null;
  return { family, seeds, effect, benchmarks, shown, ...linesOf(draft, family, shown, effect) };
}

function levelsOf(draft: SpecDraft, family: PlannedFamily, shown: BenchmarkPlan) {
  const isContrast = family.hasContrast && draft.contrast?.benchmark === shown.key;
  const alone = {
    key: "alone",
    label: isContrast ? "the declared contrast (5%)" : "one comparison on its own (5%)",
    alpha: hardest(1),
  };
  if (family.size < 2) return [alone];
  const label = `the clearest of ${family.size} in the Holm family (${(HUNDRED * hardest(family.size)).toFixed(2)}%)`;
  return [alone, { key: "shared", label, alpha: hardest(family.size), dash: "5 3" }];
}

function linesOf(draft: SpecDraft, family: PlannedFamily, shown: BenchmarkPlan, effect: number) {
  const seeds = draft.seeds.length;
  const design = designOf(family);
  const { sd } = shown.spread;
  const most = Math.min(MOST_EFFECT, 1.5 * ((shown.shared ?? shown.alone).detectable ?? 0));
  const effects = Array.from({ length: EFFECTS_DRAWN + 1 }, (_, i) => (most * i) / EFFECTS_DRAWN);
  const upTo = Math.max(MOST_SEEDS_DRAWN, seeds);
  const counts = Array.from({ length: upTo - FEWEST_SEEDS + 1 }, (_, i) => i + FEWEST_SEEDS);
  const levels = levelsOf(draft, family, shown);
  const known = (points: { x: number; power: number | null }[]) =>
    points.flatMap(({ x, power }) => (power === null ? [] : [{ x, power }]));
  return {
    byEffect: levels.map(({ alpha, ...line }): PowerLine => {
      const curve = seeds < FEWEST_SEEDS ? [] : powerByEffect(sd, { seeds, effects, alpha, design });
      return { ...line, points: known(curve.map((at) => ({ x: HUNDRED * at.effect, power: at.power }))) };
    }),
    bySeeds: levels.map(({ alpha, ...line }): PowerLine => {
      const curve = powerCurve(sd, { effect, seeds: counts, alpha, design });
      return { ...line, points: known(curve.map((at) => ({ x: at.seeds, power: at.power }))) };
    }),
  };
}
