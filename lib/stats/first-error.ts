import { type ShareInterval, wilson } from "./proportions";

/** The first wrong trace step of one trace as a scorer says it and as people do: i, or 0 where none is wrong. */
export type FirstErrorPair = { said: number; truth: number };

export type ProcessBenchF1 = {
  /** Harmonic mean of the two accuracies; null without traces of both kinds. */
  f1: number | null;
  /** Of the traces with an error: the share whose first wrong step was named exactly. */
  onWrong: ShareInterval & { n: number };
  /** Of the traces without one: the share said to have none. */
  onRight: ShareInterval & { n: number };
};

function accuracy(pairs: readonly FirstErrorPair[]): ShareInterval & { n: number } {
  const hits = pairs.filter(({ said, truth }) => said === truth).length;
  return { ...wilson(hits, pairs.length), n: pairs.length };
}

/**
 * ProcessBench's F1 of finding the first error: the harmonic mean of the accuracies on wrong and on right traces (Zheng
 * et al. 2024, ProcessBench, section 3), each accuracy with Wilson's interval. Traces of which a scorer says nothing are
 * the caller's to count; they do not belong here.
 */
export function processBenchF1(pairs: readonly FirstErrorPair[]): ProcessBenchF1 {
  const onWrong = accuracy(pairs.filter(({ truth }) => truth > 0));
  const onRight = accuracy(pairs.filter(({ truth }) => truth === 0));
  const [wrong, right] = [onWrong.p, onRight.p];
  if (wrong === null || right === null) return { f1: null, onWrong, onRight };
  return { f1: wrong + right === 0 ? 0 : (2 * wrong * right) / (wrong + right), onWrong, onRight };
}
