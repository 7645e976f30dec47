import type { StepLabel } from "@/lib/contracts";
import type { ExportedTrace, ExportNeeds } from "./exporter";
import type { Statement } from "./labels";
import type { Tally } from "./tally";

/** A record as a line of JSONL. */
export const jsonLine = (record: unknown) => `${JSON.stringify(record)}\n`;

export const LABELS_ONLY: ExportNeeds = { continuations: false, scores: true, tokenScores: false };

/** Why nothing can be written of a trace whose labels are missing: counted, so that no trace goes silently. */
export function leaveOutUnlabelled(
  tally: Tally,
  trace: Pick<ExportedTrace, "traceSteps">,
  said: Statement,
): void {
  if (trace.traceSteps.length === 0) tally.leaveOut("traces without trace steps");
  else if (said.disagreed) tally.leaveOut("traces whose raters disagree");
  else if (said.labels.some((label) => label !== null))
    tally.leaveOut("traces whose labels leave open where the first error is");
  else tally.leaveOut("traces without a label");
}

/** Labels up to the first trace step without one: formats with a label a step hold no gaps. */
export function leadingLabels({ labels }: Statement): StepLabel[] {
  const end = labels.indexOf(null);
  return labels.slice(0, end === -1 ? labels.length : end).filter((label) => label !== null);
}
