/**
 * Holm's adjusted p values (1979), in the order given: adj_(i) = max_{j<=i} min(1, (m-j+1) p_(j)), p in [0, 1]. Keeps
 * the chance of any false finding of the family at the level, whatever the dependence. The family is all declared arm
 * pairs x benchmarks, whatever is filtered out of view. Equal p stay equal; one p stays itself; none gives none.
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
