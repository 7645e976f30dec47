import type { ExplorerRow } from "@/lib/contracts";
import { solvabilityOf } from "@/lib/traces/solvability-bytes";
import { traceName } from "./row-text";

/** A row's c_i, one byte a trace step, as the server packed them. */
export function bytesOf(solvability: string): Uint8Array {
  return Uint8Array.from(atob(solvability), (c) => c.charCodeAt(0));
}

function stepWords(byte: number): string {
  const c = solvabilityOf(byte);
  if (c === "missing") return "missing";
  return c === "not-scored" ? "not scored" : c.toFixed(2);
}

/** The cells of a row as text: "1.00, 0.75, missing, not scored". */
export function heatWords({ solvability }: Pick<ExplorerRow, "solvability">): string {
  const words = Array.from(bytesOf(solvability), stepWords);
  return words.length === 0 ? "no trace step" : words.join(", ");
}

/** The hover card of a cell: where it is and what is known there. */
export function cellWords(row: ExplorerRow, traceStep: number): readonly [string, ...string[]] {
  const byte = bytesOf(row.solvability)[traceStep - 1];
  const title = `Trace ${traceName(row)}, trace step ${traceStep} of ${row.stepCount}`;
  if (byte === undefined) return [title, "Nothing is known of this trace step."];
  const c = solvabilityOf(byte);
  if (c === "missing") return [title, "Missing: every continuation was lost. Not zero."];
  if (c === "not-scored") return [title, "Not scored: no continuation was sampled."];
  const source = row.scoreSource === "empirical" ? " (empirical: share of sampled traces)" : "";
  const falls = row.largestDropStep === traceStep ? [`The largest drop: ${row.largestDrop?.toFixed(2)}`] : [];
  return [title, `c = ${c.toFixed(2)}${source}`, ...falls];
}
