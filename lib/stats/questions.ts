import { tCritical } from "./distributions";
import { mean, standardDeviation, sum, variance } from "./moments";

/**
 * One run on questions that come in clusters (three questions on one video). CR0 = √(Σ_c (Σ_{i∈c}(s_i - mean))²)/n
 * (Miller 2024), CR1 = CR0 √(G/(G-1)), interval mean ± t(G-1) · CR1, deff = (CR1/naive)². Scores in [0, 1], one cluster
 * id per score. One cluster: no CR1, no interval. Not clipped.
 */
export function clusteredSe(scores: readonly number[], clusters: readonly (string | number)[], conf = 0.95) {
  if (scores.length !== clusters.length) throw new RangeError("one cluster id per score");
  const centre = mean(scores);
  const spread = standardDeviation(scores);
  const naive = spread === null ? null : spread / Math.sqrt(scores.length);
  if (centre === null)
    return { mean: null, cr0: null, cr1: null, naive, deff: null, df: null, lo: null, hi: null };
  const sums = new Map<string | number, number>();
  clusters.forEach((cluster, i) => {
    sums.set(cluster, (sums.get(cluster) ?? 0) + (scores[i] ?? 0) - centre);
  });
  const groups = sums.size;
  const cr0 = Math.sqrt(sum([...sums.values()].map((value) => value ** 2))) / scores.length;
  if (groups < 2) return { mean: centre, cr0, cr1: null, naive, deff: null, df: 0, lo: null, hi: null };
  const cr1 = cr0 * Math.sqrt(groups / (groups - 1));
  const half = tCritical(conf, groups - 1) * cr1;
  const deff = naive ? (cr1 / naive) ** 2 : null;
  return { mean: centre, cr0, cr1, naive, deff, df: groups - 1, lo: centre - half, hi: centre + half };
}

/**
 * Several decodes per question: x_j = successes_j/K, se = sd(x)/√n. `within` is the decoding variance
 * mean(K/(K-1) x(1-x)), `between` that of the questions, `seAtK2` the standard error expected at K2 decodes
 * (Miller 2024, 3.2). K = 1 knows no decoding variance: nulls.
 */
export function decodesPerQuestion(successes: readonly number[], decodes: number, otherDecodes: number) {
  const shares = successes.map((count) => count / decodes);
  const n = shares.length;
  const spread = variance(shares);
  const se = spread === null ? null : Math.sqrt(spread / n);
  const within = decodes < 2 ? null : mean(shares.map((x) => (decodes / (decodes - 1)) * x * (1 - x)));
  const between = within === null || spread === null ? null : Math.max(0, spread - within / decodes);
  const seAtK2 =
    within === null || between === null ? null : Math.sqrt((between + within / otherDecodes) / n);
  return { mean: mean(shares), se, within, between, seAtK2 };
}
