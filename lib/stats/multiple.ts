/**
 * Holm's adjusted p values, in the order given: adj_(i) = max_{j<=i} min(1, (m-j+1) p_(j)). The family is all declared
 * arm pairs x benchmarks, whatever is filtered out of view.
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((value, index) => ({ value, index })).sort((x, y) => x.value - y.value);
  const adjusted = new Array<number>(p.length).fill(0);
  let highest = 0;
  order.forEach(({ value, index }, rank) => {
    highest = Math.max(highest, Math.min(1, (p.length - rank) * value));
    adjusted[index] = highest;
  });
  return adjusted;
}
