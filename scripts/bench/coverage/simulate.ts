import { betaQuantile } from "@/lib/stats/distributions";
import type { RandomStream } from "@/lib/stats/random";

/** Questions of a benchmark, its true accuracy, and the SD of the true accuracy between seeds: three points. */
export const QUESTIONS = 300;
export const ACCURACY = 0.6;
export const SEED_SD = 0.03;

/** One line of the table: how often something happened, and what was promised. */
export type Row = { what: string; setting: string; share: number; wanted: string };
export type Bounds = { lo: number | null; hi: number | null };

export const holds = ({ lo, hi }: Bounds, truth: number) =>
  lo !== null && hi !== null && lo <= truth && truth <= hi;

/** Share of replicates in which something happens. */
export function shareOf(replicates: number, happens: () => boolean): number {
  let count = 0;
  for (let i = 0; i < replicates; i += 1) count += Number(happens());
  return count / replicates;
}

/** Draws from Beta(a, b) by 1,024 points of equal probability: the quantile itself is too slow for every draw. */
export function betaDraws(stream: RandomStream, a: number, b: number): () => number {
  const points = Array.from({ length: 1_024 }, (_, i) => betaQuantile((i + 0.5) / 1_024, a, b));
  return () => points[stream.below(1_024)] ?? 0;
}

/** Accuracy of one trained seed on the benchmark: its own true accuracy, then its questions. */
export function trained(stream: RandomStream, warmUp = 0): number {
  const truth = Math.min(
    1,
    Math.max(0, ACCURACY + warmUp + SEED_SD * Math.sqrt(warmUp === 0 ? 1 : 0.5) * stream.normal()),
  );
  return stream.binomial(QUESTIONS, truth) / QUESTIONS;
}

export const arm = (stream: RandomStream, seeds: number) =>
  Array.from({ length: seeds }, () => trained(stream));

/** Two arms whose seeds share a warm-up: half of the seed variance is common, correlation one half. */
export function sharedArms(stream: RandomStream, seeds: number): [number[], number[]] {
  const warmUps = Array.from({ length: seeds }, () => SEED_SD * Math.SQRT1_2 * stream.normal());
  return [warmUps.map((w) => trained(stream, w)), warmUps.map((w) => trained(stream, w))];
}
