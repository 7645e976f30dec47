import type { ReviewEstimate } from "@/lib/contracts";
import { clusterBootstrap } from "@/lib/stats";

/** Seed of what is resampled here, so that a page says the same twice. */
export const REVIEW_SEED = 1;

export const REVIEW_METHOD = "percentile bootstrap over traces (their steps stay together)";

/** Items that one statistic may look at, all resamples together: what a server spends a moment on. */
const VISITS = 1_000_000;
const MOST_RESAMPLES = 2_000;
const LEAST_RESAMPLES = 200;
/** Below this many traces a percentile bootstrap says nothing (statistics.md 3). */
const LEAST_TRACES = 5;

/**
 * A statistic of items that come trace by trace, with its 95% interval over new traces; no interval below five traces.
 * `weight` counts the items that the statistic itself counts.
 */
export function estimateOf<T>(
  byTrace: readonly (readonly T[])[],
  statistic: (items: readonly T[]) => number | null,
  weight: (item: T) => number = () => 1,
): ReviewEstimate {
  const filled = byTrace.filter((items) => items.some((item) => weight(item) > 0));
  const items = filled.flat();
  const n = items.reduce((sum, item) => sum + weight(item), 0);
  const base = { n, traces: filled.length };
  if (filled.length < LEAST_TRACES) return { ...base, value: statistic(items), interval: null };
  const resamples = Math.round(
    Math.min(MOST_RESAMPLES, Math.max(LEAST_RESAMPLES, VISITS / Math.max(1, items.length))),
  );
  const { estimate, lo, hi } = clusterBootstrap(filled, statistic, { seed: REVIEW_SEED, resamples });
  return { ...base, value: estimate, interval: lo === null || hi === null ? null : { lo, hi } };
}
