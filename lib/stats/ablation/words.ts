/** Digits that a sum of shares surely has; what lies behind them is the noise of floating point. */
const SURE_DIGITS = 12;

/** 100 times a share with one decimal. The last bits are cut first: one quarter of a point is one text on every page. */
function oneDecimal(share: number): string {
  return Number((100 * share).toPrecision(SURE_DIGITS)).toFixed(1);
}

/** "61.3%": a share for people, one decimal. */
export function percent(share: number): string {
  return `${oneDecimal(share)}%`;
}

/** "+3.8" or "−2.4" percentage points, with a true minus sign; what rounds to zero has no sign. */
export function signedPoints(share: number): string {
  const text = oneDecimal(Math.abs(share));
  if (Number(text) === 0) return "0.0";
  return share > 0 ? `+${text}` : `−${text}`;
}

/** "3.8 points": an unsigned distance. */
export function points(share: number): string {
  const text = oneDecimal(Math.abs(share));
  return `${text} ${text === "1.0" ? "point" : "points"}`;
}

/** "p = .032", "p < .001": three decimals, no leading zero. */
export function pValue(p: number): string {
  if (p < 0.001) return "p < .001";
  return p >= 0.9995 ? "p = 1" : `p = ${p.toFixed(3).slice(1)}`;
}

/** "3 seeds", "1 seed". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** "[−2.4, +10.0]": bounds of a difference, in points. */
export function signedInterval(lo: number, hi: number): string {
  return `[${signedPoints(lo)}, ${signedPoints(hi)}]`;
}

/** "[−2.4, +10.0] points": the same with its unit, for where nothing else names it. */
export function pointsInterval(lo: number, hi: number): string {
  return `${signedInterval(lo, hi)} points`;
}

/** "[58.1%, 64.0%]": bounds of a share; a t interval may leave 0..100, and is shown as it is. */
export function percentInterval(lo: number, hi: number): string {
  return `[${percent(lo)}, ${percent(hi)}]`;
}
