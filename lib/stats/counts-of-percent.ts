import { compareRationals, decimalRational, type Rational } from "./rational";

/** Printed accuracies are given to this many digits at most. */
const MOST_DECIMALS = 12;

/**
 * The whole number of right answers behind a printed accuracy: the k of 0..n whose 100·k/n rounds to `percent` at
 * `decimals` digits, ties either way (published tables round half up or half to even). Exact, in fractions:
 * |100·k/n - percent| <= ½·10^-decimals. Where two neighbours do (74.6% of 1337: 997 and 998), the one nearer to the
 * printed value, which is off by one question at most. Null where no count does (25.20% of 420) or more than two
 * (61% of 900): then nobody knows what was counted. `percent` in 0..100, `n` whole; n = 0 or a value out of range: null.
 */
export function countFromPercent(percent: number, decimals: number, n: number): number | null {
  const usable = Number.isInteger(n) && n > 0 && percent >= 0 && percent <= 100;
  if (!usable || !Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS) return null;
  const half = { numerator: 1n, denominator: 2n * 10n ** BigInt(decimals) };
  const printed = decimalRational(percent);
  // k lies between n (percent ∓ half) / 100, both ends included.
  const least = Math.max(0, ceilOf(scaled(combined(printed, half, -1n), n)));
  const most = Math.min(n, floorOf(scaled(combined(printed, half, 1n), n)));
  if (most < least || most - least > 1) return null;
  const middle = scaled(printed, n);
  // Twice the printed count against the sum of the two: above it the larger is nearer.
  const order = compareRationals(
    { numerator: 2n * middle.numerator, denominator: middle.denominator },
    { numerator: BigInt(least + most), denominator: 1n },
  );
  return order > 0 ? most : least;
}

function combined(a: Rational, b: Rational, sign: 1n | -1n): Rational {
  return {
    numerator: a.numerator * b.denominator + sign * b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

/** value% of n. */
function scaled(value: Rational, n: number): Rational {
  return { numerator: value.numerator * BigInt(n), denominator: value.denominator * 100n };
}

function floorOf({ numerator, denominator }: Rational): number {
  const quotient = numerator / denominator;
  // BigInt division cuts towards zero.
  return Number(numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient);
}

function ceilOf({ numerator, denominator }: Rational): number {
  return -floorOf({ numerator: -numerator, denominator });
}
