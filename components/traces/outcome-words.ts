import type { TraceRow } from "@/lib/contracts";

/** A response in words: right, wrong, invalid or unknown. */
export function outcomeInWords(row: Pick<TraceRow, "invalidReason" | "outcome">): string {
  if (row.invalidReason !== null) return "invalid format";
  if (row.outcome === null) return "unknown";
  return row.outcome === 1 ? "right" : "wrong";
}
