import type { HealthReport, ImportedTrace } from "@/lib/contracts";
import type { ImportEvent } from "./importer";

/** What an import found, counted while it is read. Of the source alone: reading it again counts the same. */
export class HealthCounter {
  private readonly counts = {
    rows: 0,
    traces: 0,
    traceSteps: 0,
    continuations: 0,
    lostContinuations: 0,
    stepsWithoutScore: 0,
    unjoined: 0,
    duplicates: 0,
    rejected: 0,
    shrunkenPrefixes: 0,
    missingPrefixes: 0,
    truncatedContinuations: 0,
    truncatedTraces: 0,
    invalidTraces: 0,
    unknownOutcomes: 0,
  };
  private requested: number | null = null;
  private readonly notes: HealthReport["notes"] = [];

  get rows(): number {
    return this.counts.rows;
  }

  get traces(): number {
    return this.counts.traces;
  }

  get rejected(): number {
    return this.counts.rejected;
  }

  /** Counts anything but a trace, of which one has to know first whether it is fit and new. */
  addEvent(event: Exclude<ImportEvent, { type: "trace" }>): void {
    if (event.type === "row") this.counts.rows += 1;
    else if (event.type === "note") this.addNote(event.topic, event.text);
    else if (event.type === "duplicate") this.counts.duplicates += 1;
    else this.counts[event.type] += 1;
  }

  /** The same sentence is said once. */
  addNote(topic: HealthReport["notes"][number]["topic"], text: string): void {
    if (!this.notes.some((note) => note.topic === topic && note.text === text))
      this.notes.push({ topic, text });
  }

  addTrace(trace: ImportedTrace): void {
    const { counts } = this;
    counts.traces += 1;
    counts.traceSteps += trace.traceSteps.length;
    if (trace.finishReason === "length") counts.truncatedTraces += 1;
    if (trace.invalidReason !== null) counts.invalidTraces += 1;
    if (trace.outcome === null || trace.outcome === "NaN") counts.unknownOutcomes += 1;
    for (const step of trace.traceSteps) this.addCounts(step.counts);
  }

  private addCounts(asked: ImportedTrace["traceSteps"][number]["counts"]): void {
    const { counts } = this;
    if (asked === null || asked.returned === 0) counts.stepsWithoutScore += 1;
    if (asked === null || asked.requested === 0) return;
    this.requested = Math.max(this.requested ?? 0, asked.requested);
    counts.continuations += asked.returned;
    counts.lostContinuations += asked.requested - asked.returned;
    counts.truncatedContinuations += asked.truncated;
    if (asked.returned === 0) counts.missingPrefixes += 1;
    else if (asked.returned < asked.requested) counts.shrunkenPrefixes += 1;
  }

  /** @param alreadyStored traces that were there before this import */
  report(alreadyStored: number): HealthReport {
    const { rows, traces, traceSteps, continuations, lostContinuations, stepsWithoutScore, ...others } =
      this.counts;
    const { unjoined, duplicates, rejected, ...found } = others;
    return {
      ...{ rows, traces, traceSteps, continuations, lostContinuations, stepsWithoutScore },
      ...{ unjoined, duplicates, rejected, requestedPerPrefix: this.requested },
      ...found,
      alreadyStored,
      notes: [...this.notes],
    };
  }
}
