import { tCritical } from "./distributions";

/** Mean of the seeds at each place of a curve, with its t interval there. Lists of one length. */
export interface PointwiseBand {
  /** Seeds with a value here. */
  n: number[];
  /** Null where no seed has a value, and where only one has: that is the seed itself and no mean. */
  mean: (number | null)[];
  /** mean ± t(1-α/2, n-1) · sd/√n; null below two seeds. Not clipped to what the metric can be. */
  lo: (number | null)[];
  hi: (number | null)[];
}

/**
 * Mean and t(n-1) interval over seeds at each place of curves on one grid, with n the seeds that have a finite value
 * there; a missing or non-finite value (null) is left out and lowers n, it is never filled in. The band is pointwise: at
 * one place it covers the mean over new seeds at `level`; that it does so at all places at once is not claimed.
 * Seeds that agree exactly give a band without width. Unit: that of the values. Lists of unequal length are refused.
 */
export function pointwiseBand(seeds: readonly (readonly (number | null)[])[], level = 0.95): PointwiseBand {
  const length = seeds[0]?.length ?? 0;
  if (seeds.some((values) => values.length !== length))
    throw new RangeError("curves of a band must lie on one grid");
  // One critical value per n, not per place: its quantile costs more than all the rest.
  const critical = Array.from({ length: seeds.length + 1 }, (_, n) =>
    n < 2 ? 0 : tCritical(level, n - 1) / Math.sqrt(n),
  );
  const band: PointwiseBand = { n: [], mean: [], lo: [], hi: [] };
  for (let at = 0; at < length; at += 1) {
    const { n, mean, sd } = momentsAt(seeds, at);
    const half = (critical[n] ?? 0) * sd;
    // Values near the end of what a float holds overflow when squared: then there is a mean and no band.
    const bounded = n >= 2 && Number.isFinite(half);
    band.n.push(n);
    band.mean.push(n >= 2 ? mean : null);
    band.lo.push(bounded ? mean - half : null);
    band.hi.push(bounded ? mean + half : null);
  }
  return band;
}

/** Welford's recurrence: stable for values far from 0, and two passes over short lists would cost more. */
function momentsAt(seeds: readonly (readonly (number | null)[])[], at: number) {
  let [n, mean, squares] = [0, 0, 0];
  for (const values of seeds) {
    const value = values[at] ?? null;
    if (value === null) continue;
    n += 1;
    const before = value - mean;
    mean += before / n;
    squares += before * (value - mean);
  }
  return { n, mean, sd: n < 2 ? 0 : Math.sqrt(squares / (n - 1)) };
}
