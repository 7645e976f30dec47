/** A ratio of whole numbers; `denominator` > 0. */
export type Rational = { numerator: bigint; denominator: bigint };

/**
 * The decimal fraction that a number was written as: 0.1 is 1/10 here and not the nearest double.
 * This is what a person who typed tau = 0.1 means, and what keeps "3 of 30 passes 0.1" true: in floats
 * 0.1 * 30 is 3.0000000000000004. Throws RangeError for NaN and infinities.
 */
export function decimalRational(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no fraction`);
  const [mantissa = "0", exponent = "0"] = value.toString().split("e");
  const [whole = "0", digits = ""] = mantissa.split(".");
  const shift = Number(exponent) - digits.length;
  const numerator = BigInt(whole + digits);
  return shift >= 0
    ? { numerator: numerator * 10n ** BigInt(shift), denominator: 1n }
    : { numerator, denominator: 10n ** BigInt(-shift) };
}

/** a - b's sign: -1, 0 or 1. */
export function compareRationals(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Sum of fractions, exact. */
export function addRationals(values: readonly Rational[]): Rational {
  let sum: Rational = { numerator: 0n, denominator: 1n };
  for (const { numerator, denominator } of values) {
    sum =
      sum.denominator === denominator
        ? { numerator: sum.numerator + numerator, denominator }
        : {
            numerator: sum.numerator * denominator + numerator * sum.denominator,
            denominator: sum.denominator * denominator,
          };
  }
  return sum;
}

/** Smallest whole number >= value * factor; `factor` is a whole number >= 0, value >= 0. */
export function ceilTimes(value: number, factor: number): number {
  const { numerator, denominator } = decimalRational(value);
  const product = numerator * BigInt(factor);
  return Number((product + denominator - 1n) / denominator);
}

/** value * factor where that is a whole number, else null. */
export function exactTimes(value: number, factor: number): number | null {
  const { numerator, denominator } = decimalRational(value);
  const product = numerator * BigInt(factor);
  return product % denominator === 0n ? Number(product / denominator) : null;
}

/**
 * Sign of (mean of the fractions k/n) - tau, decided without floats.
 * Each n > 0; an empty list has no mean and throws RangeError.
 */
export function compareMean(fractions: readonly { k: number; n: number }[], tau: number): -1 | 0 | 1 {
  if (fractions.length === 0) throw new RangeError("no fractions: there is no mean to compare");
  const sum = addRationals(fractions.map(({ k, n }) => ({ numerator: BigInt(k), denominator: BigInt(n) })));
  const bound = decimalRational(tau);
  const target = { numerator: bound.numerator * BigInt(fractions.length), denominator: bound.denominator };
  return compareRationals(sum, target);
}

/** Whether the mean of the fractions k/n is at least tau (the gate of the method: a tie passes). */
export function meanReaches(fractions: readonly { k: number; n: number }[], tau: number): boolean {
  return compareMean(fractions, tau) >= 0;
}
