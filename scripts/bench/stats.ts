import { betaQuantile } from "@/lib/stats/distributions";
import { permutationSignFlip } from "@/lib/stats/permutation";
import { newcombe, wilson } from "@/lib/stats/proportions";
import { clusteredSe } from "@/lib/stats/questions";
import { RANDOM_METHOD, type RandomStream, randomStream } from "@/lib/stats/random";
import { bootstrapSeedsExact, pairedT, tInterval, welch } from "@/lib/stats/seeds";

/*
 * Coverage of the default intervals by simulation: how often a 95% interval holds the truth, or a 5% test is significant
 * where nothing differs. Run: npx tsx scripts/bench/stats.ts [replicates]. Seeded: the same table on every machine.
 */

const SEED = 20_261_120;
const QUESTIONS = 300;
const ACCURACY = 0.6;
/** SD of the true accuracy between seeds: three points, as in the simulation behind the rules. */
const SEED_SD = 0.03;

type Row = { what: string; setting: string; share: number; wanted: string };
type Bounds = { lo: number | null; hi: number | null };

const holds = ({ lo, hi }: Bounds, truth: number) => lo !== null && hi !== null && lo <= truth && truth <= hi;

/** Share of replicates in which something happens. */
function shareOf(replicates: number, happens: () => boolean): number {
  let count = 0;
  for (let i = 0; i < replicates; i += 1) count += Number(happens());
  return count / replicates;
}

/** Draws from Beta(a, b) by 1,024 points of equal probability: the quantile itself is too slow for every draw. */
function betaDraws(stream: RandomStream, a: number, b: number): () => number {
  const points = Array.from({ length: 1_024 }, (_, i) => betaQuantile((i + 0.5) / 1_024, a, b));
  return () => points[stream.below(1_024)] ?? 0;
}

/** Accuracy of one trained seed on the benchmark: its own true accuracy, then its questions. */
function trained(stream: RandomStream, warmUp = 0): number {
  const truth = Math.min(
    1,
    Math.max(0, ACCURACY + warmUp + SEED_SD * Math.sqrt(warmUp === 0 ? 1 : 0.5) * stream.normal()),
  );
  return stream.binomial(QUESTIONS, truth) / QUESTIONS;
}

const arm = (stream: RandomStream, seeds: number) => Array.from({ length: seeds }, () => trained(stream));

/** Two arms whose seeds share a warm-up: half of the seed variance is common, correlation one half. */
function sharedArms(stream: RandomStream, seeds: number): [number[], number[]] {
  const warmUps = Array.from({ length: seeds }, () => SEED_SD * Math.SQRT1_2 * stream.normal());
  return [warmUps.map((w) => trained(stream, w)), warmUps.map((w) => trained(stream, w))];
}

function armRows(stream: RandomStream, replicates: number): Row[] {
  return [2, 3, 5, 10].flatMap((seeds) => {
    const setting = `S = ${seeds}`;
    const cover = (interval: (values: number[]) => Bounds, times = replicates) =>
      shareOf(times, () => holds(interval(arm(stream, seeds)), ACCURACY));
    // 10 seeds have 92,378 different resamples each time: a quarter of the replicates has to do.
    const fewer = seeds < 10 ? replicates : replicates / 4;
    const pooled = (values: number[]) => {
      const n = QUESTIONS * seeds;
      return wilson(Math.round(values.reduce((sum, value) => sum + value, 0) * QUESTIONS), n);
    };
    return [
      { what: "t over seeds", setting, share: cover(tInterval), wanted: "95%, the default" },
      {
        what: "bootstrap over seeds",
        setting,
        share: cover(bootstrapSeedsExact, fewer),
        wanted: "shown beside t only",
      },
      { what: "Wilson, seeds pooled", setting, share: cover(pooled), wanted: "never used" },
    ];
  });
}

function differenceRows(stream: RandomStream, replicates: number): Row[] {
  const significant = (p: number | null) => p !== null && p < 0.05;
  return [3, 5].flatMap((seeds) => {
    const setting = `S = ${seeds}, no difference`;
    const apart = shareOf(replicates, () => significant(welch(arm(stream, seeds), arm(stream, seeds)).p));
    const paired = shareOf(replicates, () => significant(pairedT(...sharedArms(stream, seeds)).p));
    const wide = shareOf(replicates, () => significant(welch(...sharedArms(stream, seeds)).p));
    return [
      { what: "Welch, own warm-ups", setting, share: apart, wanted: "5%, the default" },
      { what: "paired t, shared warm-ups", setting, share: paired, wanted: "5%, the default" },
      { what: "Welch, shared warm-ups", setting, share: wide, wanted: "too careful" },
    ];
  });
}

function countRows(stream: RandomStream, replicates: number): Row[] {
  const draw = betaDraws(stream, 0.8, 0.8);
  const solvability = [4, 8].map((m) => {
    const share = shareOf(replicates, () => {
      const truth = draw();
      return holds(wilson(stream.binomial(m, truth), m), truth);
    });
    return {
      what: "Wilson on c_i",
      setting: `m = ${m}, c_i ~ Beta(.8, .8)`,
      share,
      wanted: "95%, the default",
    };
  });
  const advantages = [4, 8].map((m) => {
    const share = shareOf(replicates, () => {
      const [before, after] = [draw(), draw()];
      return holds(newcombe(stream.binomial(m, after), m, stream.binomial(8, before), 8), after - before);
    });
    return { what: "Newcombe on a_1", setting: `m = ${m} v group of 8`, share, wanted: "95%, the default" };
  });
  return [...solvability, ...advantages];
}

function questionRows(stream: RandomStream, replicates: number): Row[] {
  const clusters = Array.from({ length: QUESTIONS }, (_, i) => Math.floor(i / 3));
  const draw = betaDraws(stream, 1.2, 0.8);
  const scores = () => {
    const truths = Array.from({ length: QUESTIONS / 3 }, draw);
    return clusters.map((cluster) => stream.binomial(1, truths[cluster] ?? 0));
  };
  const setting = "3 questions a cluster";
  const cover = (interval: (values: number[]) => Bounds) =>
    shareOf(replicates, () => holds(interval(scores()), ACCURACY));
  const right = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  const clustered = cover((values) => clusteredSe(values, clusters));
  const plain = cover((values) => wilson(right(values), QUESTIONS));
  return [
    { what: "cluster-robust t(G-1)", setting, share: clustered, wanted: "95%, the default" },
    { what: "Wilson, clusters ignored", setting, share: plain, wanted: "never used there" },
  ];
}

function signFlipRow(stream: RandomStream, replicates: number): Row {
  const share = shareOf(replicates, () => {
    const d = Array.from({ length: 8 }, () => stream.normal());
    return (permutationSignFlip(d).p ?? 1) <= 0.05;
  });
  return { what: "exact sign flip", setting: "8 pairs, no difference", share, wanted: "at most 5%" };
}

function main(): void {
  const replicates = Number(process.argv[2] ?? 2_000);
  if (!Number.isInteger(replicates) || replicates < 100)
    throw new RangeError("replicates: a whole number from 100");
  const stream = randomStream(SEED);
  const rows = [
    ...armRows(stream, replicates),
    ...differenceRows(stream, replicates),
    ...countRows(stream, replicates),
    ...questionRows(stream, replicates / 4),
    signFlipRow(stream, 4 * replicates),
  ];
  console.log(
    `${replicates} replicates, ${QUESTIONS} questions, seed SD ${100 * SEED_SD} points, ${RANDOM_METHOD}, seed ${SEED}\n`,
  );
  console.log("| interval or test | setting | share | wanted |\n|---|---|---|---|");
  for (const { what, setting, share, wanted } of rows)
    console.log(`| ${what} | ${setting} | ${(100 * share).toFixed(1)}% | ${wanted} |`);
}

main();
