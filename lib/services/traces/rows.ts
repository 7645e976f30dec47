import { PREVIEW_CHARACTERS } from "@/db/queries/prompt-start";
import type { TraceRowRecord } from "@/db/queries/traces-read";
import { encodeNumber, type SolvabilityCounts, type TraceRow } from "@/lib/contracts";
import { reader } from "./raw-text";

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

/** An escaped text is cut only once it is read back, or an escape could be cut in two. */
export function previewOf({
  promptStart,
  promptEscaped,
}: Pick<TraceRowRecord, "promptStart" | "promptEscaped">): string {
  if (!promptEscaped) return promptStart;
  return [...reader(true)(promptStart)].slice(0, PREVIEW_CHARACTERS).join("");
}

/** A database row in its wire form: texts as they were written, non-finite numbers by name, counts beside it. */
export function toTraceRow(record: TraceRowRecord, steps: SolvabilityCounts[]): TraceRow {
  const { promptStart: _, promptEscaped, textEscaped, ...row } = record;
  const [read, readPrompt] = [reader(textEscaped), reader(promptEscaped)];
  return {
    ...row,
    promptPreview: previewOf(record),
    reference: readPrompt(row.reference),
    answer: read(row.answer),
    invalidReason: read(row.invalidReason),
    reward: encoded(row.reward),
    outcome: encoded(row.outcome),
    process: encoded(row.process),
    groupAdvantage: encoded(row.groupAdvantage),
    steps,
  };
}
