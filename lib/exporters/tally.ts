import type { ExportCounts } from "@/lib/contracts";

/** Counts what an export writes and what it leaves out, in words that its provenance repeats. */
export class Tally {
  private traces = 0;
  private written = 0;
  private records = 0;
  private labels = 0;
  private readonly left = new Map<string, number>();
  private readonly noted = new Map<string, number>();

  /** A trace was read. */
  read(): void {
    this.traces += 1;
  }

  /** Something was written of a trace. */
  wrote(what: { records?: number; labels?: number; traces?: number }): void {
    this.written += what.traces ?? 1;
    this.records += what.records ?? 1;
    this.labels += what.labels ?? 0;
  }

  /** @param what a phrase that a number goes before, e.g. "traces without a label" */
  leaveOut(what: string, count = 1): void {
    add(this.left, what, count);
  }

  /** Something that a reader of the export should know, and how often. */
  note(what: string, count = 1): void {
    add(this.noted, what, count);
  }

  counts(): ExportCounts {
    const { traces, written, records, labels } = this;
    return { traces, written, records, labels, leftOut: listOf(this.left), notes: listOf(this.noted) };
  }
}

function add(to: Map<string, number>, what: string, count: number): void {
  if (count > 0) to.set(what, (to.get(what) ?? 0) + count);
}

/** The most frequent first. */
function listOf(from: ReadonlyMap<string, number>): { what: string; count: number }[] {
  return [...from]
    .map(([what, count]) => ({ what, count }))
    .sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1));
}
