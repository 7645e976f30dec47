import { decimalRational, type Rational } from "./rational";

/** Printed accuracies are given to this many digits at most. */
const MOST_DECIMALS = 12;

/**
 * The whole number of right answers behind a printed accuracy: the one k of 0..n whose 100·k/n rounds to `percent` at
 * `decimals` digits, ties either way (published tables round half up or half to even). Exact, in fractions:
 * |100·k/n - percent| <= ½·10^-decimals. Null where no count does (25.20% of 420) or several do (61% of 900): then
 * nobody knows what was counted. `percent` in 0..100, `n` whole; n = 0 or a value outside its range: null.
 */
export function countFromPercent(percent: number, decimals: number, n: number): number | null {
  const usable = Number.isInteger(n) && n > 0 && percent >= 0 && percent <= 100;
  if (!usable || !Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS) return null;
  const half = { numerator: 1n, denominator: 2n * 10n ** BigInt(decimals) };
  const printed = decimalRational(percent);
  // k lies between n (percent ∓ half) / 100, both ends included.
  const least = ceilOf(scaled(combined(printed, half, -1n), n));
  const most = floorOf(scaled(combined(printed, half, 1n), n));
  const [first, last] = [Math.max(0, least), Math.min(n, most)];
  return first === last ? first : null;
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
