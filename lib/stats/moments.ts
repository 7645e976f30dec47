/** Sum, with Neumaier's compensation: group means must not depend on the order of a long list. */
export function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** Mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

function squaredDeviations(values: readonly number[]): number {
  const centre = mean(values) ?? 0;
  return sum(values.map((value) => (value - centre) ** 2));
}

/** Variance with n - 1; null below two values. */
export function variance(values: readonly number[]): number | null {
  return values.length < 2 ? null : squaredDeviations(values) / (values.length - 1);
}

/** Variance with n; null of nothing. */
export function populationVariance(values: readonly number[]): number | null {
  return values.length === 0 ? null : squaredDeviations(values) / values.length;
}

/** Standard deviation with n - 1; null below two values. */
export function standardDeviation(values: readonly number[]): number | null {
  const squared = variance(values);
  return squared === null ? null : Math.sqrt(squared);
}

/** Pearson's correlation of two lists of equal length; null where one does not vary. */
export function correlation(a: readonly number[], b: readonly number[]): number | null {
  const meanA = mean(a);
  const meanB = mean(b);
  if (meanA === null || meanB === null) return null;
  const spread = Math.sqrt(squaredDeviations(a) * squaredDeviations(b));
  if (spread === 0) return null;
  return sum(zipWith(a, b, (x, y) => (x - meanA) * (y - meanB))) / spread;
}

/** Combines two lists element by element. Throws RangeError where their lengths differ. */
export function zipWith<A, B, R>(a: readonly A[], b: readonly B[], combine: (x: A, y: B) => R): R[] {
  if (a.length !== b.length) throw new RangeError(`lists of ${a.length} and ${b.length} cannot be paired`);
  return a.map((x, i) => combine(x, b[i] as B));
}

/** Differences a - b element by element. Throws RangeError where their lengths differ. */
export function differences(a: readonly number[], b: readonly number[]): number[] {
  return zipWith(a, b, (x, y) => x - y);
}

/** Means of the columns of a full table (rows of equal length). */
export function columnMeans(rows: readonly (readonly number[])[]): number[] {
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) throw new RangeError("rows must have the same length");
  return Array.from({ length: width }, (_, j) => sum(rows.map((row) => row[j] ?? 0)) / rows.length);
}
