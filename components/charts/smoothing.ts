/**
 * Exponential moving average with its start corrected (as Adam's moments are), so that the first values are averages of
 * what there is and are not drawn towards zero. `weight` in [0, 1) is what the past keeps; null stays null and leaves
 * the average as it was.
 */
export function debiasedAverage(values: readonly (number | null)[], weight: number): (number | null)[] {
  let sum = 0;
  let debias = 0;
  return values.map((value) => {
    if (value === null) return null;
    sum = weight * sum + (1 - weight) * value;
    debias = weight * debias + (1 - weight);
    return sum / debias;
  });
}
