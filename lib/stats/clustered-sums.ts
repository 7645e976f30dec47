import { tCritical } from "./distributions";

/** One cluster of scores: how many, and their sum. */
export interface ClusterSum {
  n: number;
  sum: number;
}

/**
 * The mean and interval of `clusteredSe` from the sums of the clusters alone: for samples too large to hand over one by
 * one. CR1 = √(Σ_c (sum_c - n_c mean)²)/n · √(G/(G-1)), mean ± t(G-1) · CR1. Clusters without a score do not count. One
 * cluster: no interval; none: no mean.
 */
export function clusteredMean(clusters: Iterable<ClusterSum>, conf = 0.95) {
  const held = [...clusters].filter(({ n }) => n > 0);
  const n = held.reduce((total, cluster) => total + cluster.n, 0);
  const groups = held.length;
  if (groups === 0) return { mean: null, low: null, high: null, n, groups };
  const mean = held.reduce((total, cluster) => total + cluster.sum, 0) / n;
  if (groups < 2) return { mean, low: null, high: null, n, groups };
  const squares = held.reduce((total, cluster) => total + (cluster.sum - cluster.n * mean) ** 2, 0);
  const cr1 = (Math.sqrt(squares) / n) * Math.sqrt(groups / (groups - 1));
  const half = tCritical(conf, groups - 1) * cr1;
  return { mean, low: mean - half, high: mean + half, n, groups };
}
