import type { TraceOrigin } from "@/lib/contracts";

/** Training responses where they are scored, else the probe's, else training responses as they are. */
export function originOf(asked: TraceOrigin | null, available: readonly TraceOrigin[]): TraceOrigin {
  if (asked !== null) return asked;
  return available.includes("train") || !available.includes("probe") ? "train" : "probe";
}
