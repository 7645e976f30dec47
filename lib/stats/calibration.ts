import { wilson } from "./proportions";

/** A scorer's number for one item, in [0, 1], and whether the item is good. */
export type ScoredItem = { score: number; good: boolean };

/** Items of one bin of scores. */
export type CalibrationBin = {
  /** The bin is [from, to), the last one [from, to]. */
  from: number;
  to: number;
  n: number;
  good: number;
  meanScore: number;
  /** Share of good items with Wilson's interval, which takes the items for independent. */
  share: number;
  lo: number;
  hi: number;
};

/**
 * Area under the ROC curve: the chance that a good item is scored above a bad one, ties counting half (Mann and Whitney
 * 1947; Hanley and McNeil 1982). Null without an item of each kind.
 */
export function rocAuc(items: readonly ScoredItem[]): number | null {
  const sorted = [...items].sort((a, b) => a.score - b.score);
  const good = items.filter((item) => item.good).length;
  const bad = items.length - good;
  if (good === 0 || bad === 0) return null;
  let rankSum = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to += 1;
    // Items of one score share the mean of their ranks from + 1 .. to.
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i += 1) rankSum += sorted[i]?.good ? rank : 0;
    from = to;
  }
  return (rankSum - (good * (good + 1)) / 2) / (good * bad);
}

/** An item whose score is the `level`th of all scores that occur, from 0. */
export type LevelledItem = { level: number; good: boolean };

/** What {@link rocAuc} answers, without sorting: for resampling items whose `levels` different scores are known. */
export function aucOfLevels(items: readonly LevelledItem[], levels: number): number | null {
  const good = new Float64Array(levels);
  const bad = new Float64Array(levels);
  for (const item of items) {
    const counts = item.good ? good : bad;
    counts[item.level] = (counts[item.level] ?? 0) + 1;
  }
  let [pairs, goods, bads] = [0, 0, 0];
  for (let level = 0; level < levels; level += 1) {
    const [g, b] = [good[level] ?? 0, bad[level] ?? 0];
    pairs += g * (bads + b / 2);
    goods += g;
    bads += b;
  }
  return goods === 0 || bads === 0 ? null : pairs / (goods * bads);
}

/** Brier score: mean squared distance of score and truth, 0 best, 0.25 for saying 0.5 always (Brier 1950). Null for none. */
export function brierScore(items: readonly ScoredItem[]): number | null {
  if (items.length === 0) return null;
  const sum = items.reduce((total, { score, good }) => total + (score - Number(good)) ** 2, 0);
  return sum / items.length;
}

/**
 * How often items of a score are good, in `bins` bins of equal width over [0, 1]; empty bins are left out. Throws
 * RangeError for scores outside.
 */
export function calibrationCurve(items: readonly ScoredItem[], bins = 10): CalibrationBin[] {
  const sums = Array.from({ length: bins }, () => ({ n: 0, good: 0, score: 0 }));
  for (const { score, good } of items) {
    const bin = sums[Math.min(bins - 1, Math.floor(score * bins))];
    if (!bin || score < 0 || score > 1) throw new RangeError("scores must lie between 0 and 1");
    bin.n += 1;
    bin.good += Number(good);
    bin.score += score;
  }
  return sums.flatMap(({ n, good, score }, i) => {
    const { p, lo, hi } = wilson(good, n);
    if (p === null || lo === null || hi === null) return [];
    return [{ from: i / bins, to: (i + 1) / bins, n, good, meanScore: score / n, share: p, lo, hi }];
  });
}

/**
 * Expected calibration error: mean distance of score and share over the bins of {@link calibrationCurve}, weighted by
 * their items (Guo 2017). Null for no items.
 */
export function expectedCalibrationError(curve: readonly CalibrationBin[]): number | null {
  const n = curve.reduce((sum, bin) => sum + bin.n, 0);
  if (n === 0) return null;
  return curve.reduce((sum, bin) => sum + (bin.n / n) * Math.abs(bin.meanScore - bin.share), 0);
}
