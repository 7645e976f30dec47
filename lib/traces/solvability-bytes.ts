/** What is known of one trace step's solvability: c_i; asked for, but nothing came back; never asked for. */
export type StepSolvability = number | "missing" | "not-scored";

/** A byte of c_i is c_i * 200: exact for every M that divides 200 (2, 4, 5, 8, 10, 20, 25, 40, 50, 100). */
export const BYTES_PER_C = 200;
export const MISSING_BYTE = 254;
export const NOT_SCORED_BYTE = 255;
/** Never a trace step: stands between traces where many are sent together. */
export const SEPARATOR_BYTE = 253;

/**
 * c_i in [0, 1] as a byte: rounded to 1/200, but only 0 itself becomes 0 and only 1 itself becomes 200, so that "never
 * solved" and "always solved" stay exact whatever M is. Throws RangeError for anything else.
 */
function byteOf(c: number): number {
  if (!(c >= 0 && c <= 1)) throw new RangeError(`${c} is no solvability: it lies outside 0 and 1`);
  if (c === 0) return 0;
  if (c === 1) return BYTES_PER_C;
  return Math.min(BYTES_PER_C - 1, Math.max(1, Math.round(c * BYTES_PER_C)));
}

/** The solvability of a trace's steps, one byte each: what lists, heatmaps and overviews of many traces read. */
export function packSolvability(steps: readonly StepSolvability[]): Uint8Array {
  return Uint8Array.from(steps, (step) => {
    if (step === "missing") return MISSING_BYTE;
    return step === "not-scored" ? NOT_SCORED_BYTE : byteOf(step);
  });
}

/** What one byte says. Throws RangeError for a byte that `packSolvability` does not write. */
export function solvabilityOf(byte: number): StepSolvability {
  if (byte === MISSING_BYTE) return "missing";
  if (byte === NOT_SCORED_BYTE) return "not-scored";
  if (byte > BYTES_PER_C) throw new RangeError(`${byte} is no byte of solvability`);
  return byte / BYTES_PER_C;
}

/** Packed bytes as they were, up to the rounding of c_i. */
export function unpackSolvability(bytes: Uint8Array): StepSolvability[] {
  return Array.from(bytes, solvabilityOf);
}
