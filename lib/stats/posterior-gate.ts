import { convolveAll } from "./convolution";
import { betaCdf, betaQuantile } from "./distributions";
import { betaBinomialDistribution, leastSuccesses } from "./gate";
import { randomStream } from "./random";
import { compareMean } from "./rational";

/** One trace step as drawn: k successes of m returned continuations, m >= 1. */
type DrawnStep = { k: number; m: number };

/** What the gate of a trace would do on a redraw, and how often that would be wrong. */
export type PosteriorGate = {
  /** P(a redraw of the same continuations passes). */
  pPass: number;
  /** P(the redraw's decision differs from that of the true mean solvability). */
  pWrong: number;
  method: "grid" | "Monte Carlo";
  /** Seed of the Monte Carlo; null for the grid. Exported with the number. */
  seed: number | null;
};

/** Cells of [0, 1] that a step's posterior is cut into, when there are few steps. */
const CELLS = 48;
/** Multiplications up to which the grid is used: about a tenth of a second. */
const MOST_GRID_WORK = 3e7;
const DRAWS = 4_000;

/**
 * P(pass) and P(wrong) of a trace's gate: the Poisson-binomial averaged over Jeffreys posteriors Beta(k+½, m-k+½) of the
 * step solvabilities given their counts (statistics.md 9). Plugging c_i in would say P(wrong) = 0 at all 4/4. Steps of
 * equal m and moderate number: the joint distribution of (true mean, redrawn successes) on a grid, good to about 1e-3;
 * else seeded Monte Carlo with 4,000 draws (standard error below 0.008). No step with a returned continuation: null.
 */
export function posteriorGateProbabilities(
  steps: readonly { k: number; m: number }[],
  tau: number,
  seed = 1,
): PosteriorGate | null {
  const drawn = steps.filter(({ m }) => m > 0);
  const [first] = drawn;
  if (!first) return null;
  const equal = drawn.every(({ m }) => m === first.m);
  const work = (drawn.length * CELLS * first.m) ** 2;
  return equal && work <= MOST_GRID_WORK ? byGrid(drawn, first.m, tau) : byDraws(drawn, tau, seed);
}

/**
 * Mass of (cell of the true p, j redrawn successes): the posterior times Bin(j; m, p) is C(m, j) times another beta
 * density, so that each cell is a difference of two beta CDFs and no integral is approximated within a cell.
 */
function jointOf({ k, m }: DrawnStep): number[][] {
  const weights = betaBinomialDistribution(m, k + 0.5, m - k + 0.5);
  return weights.map((weight, j) => {
    const edges = Array.from({ length: CELLS + 1 }, (_, cell) =>
      betaCdf(cell / CELLS, k + j + 0.5, 2 * m - k - j + 0.5),
    );
    return edges.slice(1).map((edge, cell) => weight * (edge - (edges[cell] ?? 0)));
  });
}

function byGrid(steps: readonly DrawnStep[], m: number, tau: number): PosteriorGate {
  // Rows: redrawn successes in all; columns: sum of the cells' indices. Two-dimensional convolution, row by row.
  let joint: number[][] = [[1]];
  for (const step of steps) joint = convolveRows(joint, jointOf(step));
  const least = leastSuccesses(tau, steps.length * m);
  let pPass = 0;
  let pWrong = 0;
  joint.forEach((row, successes) => {
    row.forEach((mass, cells) => {
      const deserves = shareAbove((cells + steps.length / 2) / (steps.length * CELLS), tau, steps.length);
      const passes = successes >= least;
      if (passes) pPass += mass;
      pWrong += mass * (passes ? 1 - deserves : deserves);
    });
  });
  return { pPass, pWrong, method: "grid", seed: null };
}

/** Part of a cell of the mean, centred at `centre`, that lies at or above tau. */
function shareAbove(centre: number, tau: number, steps: number): number {
  const width = 1 / (CELLS * steps);
  return Math.min(1, Math.max(0, (centre - tau) / width + 0.5));
}

function convolveRows(a: readonly number[][], b: readonly number[][]): number[][] {
  const out: number[][] = [];
  a.forEach((rowA, i) => {
    b.forEach((rowB, j) => {
      const product = convolveAll([rowA, rowB]);
      const target = out[i + j];
      out[i + j] = target ? target.map((value, cell) => value + (product[cell] ?? 0)) : product;
    });
  });
  return out;
}

/** Points of equal probability that stand for a posterior: drawing one of them is a draw from it. */
const POINTS = 128;

function byDraws(steps: readonly DrawnStep[], tau: number, seed: number): PosteriorGate {
  const stream = randomStream(seed);
  const points = steps.map(({ k, m }) =>
    Array.from({ length: POINTS }, (_, i) => betaQuantile((i + 0.5) / POINTS, k + 0.5, m - k + 0.5)),
  );
  let passed = 0;
  let wrong = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const truth = points.map((each) => each[stream.below(POINTS)] ?? 0);
    const redrawn = steps.map(({ m }, i) => ({ k: stream.binomial(m, truth[i] ?? 0), n: m }));
    const passes = compareMean(redrawn, tau) >= 0;
    const deserves = truth.reduce((total, p) => total + p, 0) / truth.length >= tau;
    passed += Number(passes);
    wrong += Number(passes !== deserves);
  }
  return { pPass: passed / DRAWS, pWrong: wrong / DRAWS, method: "Monte Carlo", seed };
}
