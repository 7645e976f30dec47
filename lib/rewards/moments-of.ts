/** Mean and SD of a column and how many values stand behind them; null of nothing, SD (n - 1) null below two. */
export type Moments = { mean: number | null; sd: number | null; n: number };

/** Moments of a column's numbers; NaN is null and left out. Two passes: a variance by differences of sums loses digits. */
export function momentsOf(values: Float64Array): Moments {
  let n = 0;
  let total = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    n += 1;
    total += value;
  }
  if (n === 0) return { mean: null, sd: null, n };
  const mean = total / n;
  let squares = 0;
  for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  return { mean, sd: n < 2 ? null : Math.sqrt(squares / (n - 1)), n };
}
