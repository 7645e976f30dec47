/**
 * An advantage counts as 0 up to this: rewards that are equal but for the last bit of a float would otherwise have a sign
 * (1e-16 over the 1e-4 in the divisor is 1e-12). Real advantages are larger than 1e-4 by the method's constants.
 */
export const ZERO_ADVANTAGE = 1e-9;

/** Sign of an advantage, rounding errors being none. */
export function signOf(advantage: number): -1 | 0 | 1 {
  if (Math.abs(advantage) <= ZERO_ADVANTAGE) return 0;
  return advantage < 0 ? -1 : 1;
}

/** How the signs of the advantages moved, over the n responses that have one under both settings. */
export type SignChanges = {
  n: number;
  same: number;
  /** + to - and - to +: the update would have pushed the other way. */
  flipped: number;
  /** + or - to 0: no push any more. */
  lost: number;
  /** 0 to + or -. */
  gained: number;
  /** An advantage under one of the settings only. */
  onlyBefore: number;
  onlyAfter: number;
};

/** Counts what became of each sign. */
export function signChanges(before: Float64Array, after: Float64Array): SignChanges {
  const counts: SignChanges = { n: 0, same: 0, flipped: 0, lost: 0, gained: 0, onlyBefore: 0, onlyAfter: 0 };
  before.forEach((x, i) => {
    const y = after[i] ?? Number.NaN;
    if (Number.isNaN(x) && Number.isNaN(y)) return;
    if (Number.isNaN(y)) counts.onlyBefore += 1;
    else if (Number.isNaN(x)) counts.onlyAfter += 1;
    else {
      counts.n += 1;
      counts[movement(signOf(x), signOf(y))] += 1;
    }
  });
  return counts;
}

function movement(before: -1 | 0 | 1, after: -1 | 0 | 1): "same" | "flipped" | "lost" | "gained" {
  if (before === after) return "same";
  if (before === 0) return "gained";
  return after === 0 ? "lost" : "flipped";
}
