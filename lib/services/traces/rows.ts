import type { TraceRowRecord } from "@/db/queries/traces-read";
import { encodeNumber, type SolvabilityCounts, type TraceRow } from "@/lib/contracts";

interface StepCounts extends SolvabilityCounts {
  traceId: string;
}

const encoded = (value: number | null) => (value === null ? null : encodeNumber(value));

/** Trace steps by trace, each reduced to its counts, in order. */
export function countsByTrace(steps: StepCounts[]): Map<string, SolvabilityCounts[]> {
  const byTrace = new Map<string, SolvabilityCounts[]>();
  for (const { traceId, requested, returned, successes, truncated } of steps) {
    const counts = { requested, returned, successes, truncated };
    const known = byTrace.get(traceId);
    if (known) known.push(counts);
    else byTrace.set(traceId, [counts]);
  }
  return byTrace;
}

/** A database row in its wire form: non-finite numbers by name, counts beside it. */
export function toTraceRow(record: TraceRowRecord, steps: SolvabilityCounts[]): TraceRow {
  return {
    ...record,
    reward: encoded(record.reward),
    outcome: encoded(record.outcome),
    process: encoded(record.process),
    groupAdvantage: encoded(record.groupAdvantage),
    steps,
  };
}
