import { BYTES_PER_C, MISSING_BYTE, SEPARATOR_BYTE } from "./solvability-bytes";

/** Trace steps of one place, pooled over some traces. */
export interface PooledCell {
  mean: number | null;
  scored: number;
  missing: number;
  notScored: number;
}

/** A run of traces of a list, [from, to), pooled by trace step. */
export interface PooledLine {
  from: number;
  to: number;
  cells: PooledCell[];
}

interface Sums {
  sum: number;
  scored: number;
  missing: number;
  notScored: number;
}

/** Adds one byte of solvability to what is known of its trace step. */
export function addByte(sums: Sums, byte: number): void {
  if (byte <= BYTES_PER_C) {
    sums.sum += byte;
    sums.scored += 1;
  } else if (byte === MISSING_BYTE) sums.missing += 1;
  else sums.notScored += 1;
}

export const noSums = (): Sums => ({ sum: 0, scored: 0, missing: 0, notScored: 0 });

export const meanOf = ({ sum, scored }: Pick<Sums, "sum" | "scored">): number | null =>
  scored === 0 ? null : sum / (scored * BYTES_PER_C);

/** Traces in bytes that hold a separator after each. */
export function tracesIn(bytes: Uint8Array): number {
  let traces = 0;
  for (const byte of bytes) if (byte === SEPARATOR_BYTE) traces += 1;
  return traces;
}

function cellOf(sums: Sums): PooledCell {
  const { sum: _, ...counts } = sums;
  return { mean: meanOf(sums), ...counts };
}

/**
 * Pools traces in the order of a list (their bytes of solvability, a separator after each) to at most `most` lines of
 * equal length, up to one trace. Trace steps past `mostSteps` are left out.
 */
export function poolLines(
  bytes: Uint8Array,
  most: number,
  mostSteps: number,
): { total: number; stepsMax: number; bins: PooledLine[] } {
  const total = tracesIn(bytes);
  const lines = Math.min(most, total);
  const edge = (line: number) => Math.floor((line * total) / lines);
  const bins: PooledLine[] = [];
  let stepsMax = 0;
  let at = 0;
  for (let line = 0; line < lines; line++) {
    const sums: Sums[] = [];
    for (let trace = edge(line); trace < edge(line + 1); trace++) {
      for (let step = 0; at < bytes.length && bytes[at] !== SEPARATOR_BYTE; at++, step++) {
        if (step >= mostSteps) continue;
        const known = sums[step] ?? noSums();
        sums[step] = known;
        addByte(known, bytes[at] ?? SEPARATOR_BYTE);
      }
      at += 1;
    }
    stepsMax = Math.max(stepsMax, sums.length);
    bins.push({ from: edge(line), to: edge(line + 1), cells: sums.map(cellOf) });
  }
  return { total, stepsMax, bins };
}
