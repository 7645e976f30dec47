import { createHash } from "node:crypto";
import { type ImportedTrace, type ImportProblem, importedTrace } from "@/lib/contracts";
import { faultOf } from "@/lib/importers/check-trace";
import { HealthCounter } from "@/lib/importers/health";
import type { ImportEvent, ImportFile, TraceImporter } from "@/lib/importers/importer";
import { Repeats } from "@/lib/importers/repeats";
import { firstIssue } from "@/lib/importers/stepwell";

/** A trace that is fit to be stored. */
export interface ReadTrace {
  trace: ImportedTrace;
  /** Tells it from others of its record key. */
  occurrence: number;
}

const EXCERPT_CHARACTERS = 200;

/** 96 bits: names of records are kept for a whole import. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64").slice(0, 16);
}

/** A reader that finds nothing for long says so after so many records. */
const ROWS_A_BREATH = 1_000;

/** A trace, why a record is none, or that so many records were read. */
type Found = { read: ReadTrace } | { problem: ImportProblem } | { rows: number };

/** What a record is worth: a trace, or why it is none. */
type Verdict = { read: ReadTrace } | { problem: ImportProblem } | null;

/**
 * Reads a source as its importer does, checks every trace, knows repeated ones, and counts all of it.
 *
 * Throws ImportError where nothing of the source can be read.
 */
export class SourceReader {
  readonly health = new HealthCounter();
  private readonly repeats: Repeats;

  constructor(private readonly importer: TraceImporter) {
    this.repeats = new Repeats(importer.repeats, digest);
  }

  async *read(files: readonly ImportFile[]): AsyncGenerator<Found> {
    for await (const event of this.importer.parse(files)) {
      const verdict = this.take(event);
      if (verdict) yield verdict;
      else if (event.type === "row" && this.health.rows % ROWS_A_BREATH === 0)
        yield { rows: this.health.rows };
    }
  }

  private take(event: ImportEvent): Verdict {
    if (event.type === "trace") return this.takeTrace(event.trace);
    this.health.addEvent(event);
    if (event.type === "row" || event.type === "note") return null;
    const { type: kind, file, line, reason, excerpt = "" } = event;
    return { problem: { kind, file, line, reason, excerpt } };
  }

  private takeTrace(sent: unknown): Verdict {
    const parsed = importedTrace.safeParse(sent);
    if (!parsed.success) return this.problem("rejected", sent, firstIssue(parsed.error));
    const trace = parsed.data;
    const fault = faultOf(trace);
    if (fault !== null) return this.problem("rejected", trace, fault);
    const occurrence = this.occurrenceOf(trace);
    if (occurrence === "too deep")
      return this.problem("rejected", trace, "extra: holds lists in lists too deep to be kept");
    if (occurrence === null)
      return this.problem("duplicate", trace, "repeats an earlier record, which is stored once");
    this.health.addTrace(trace);
    return { read: { trace, occurrence } };
  }

  /** Reading a record twice is how this is found out: writing it as JSON is what fails. */
  private occurrenceOf(trace: ImportedTrace): number | null | "too deep" {
    try {
      if (trace.extra !== null) JSON.stringify(trace.extra);
      return this.repeats.occurrenceOf(trace);
    } catch (error) {
      if (error instanceof RangeError) return "too deep";
      throw error;
    }
  }

  private problem(kind: "rejected" | "duplicate", sent: unknown, reason: string): Verdict {
    const { source, response } = placeOf(sent);
    const place = { file: source?.file ?? "", line: source?.line ?? null };
    this.health.addEvent({ type: kind, ...place, reason });
    return { problem: { kind, ...place, reason, excerpt: response.slice(0, EXCERPT_CHARACTERS) } };
  }
}

/** Where a record stands, however wrong the rest of it is. */
function placeOf(sent: unknown): { source: ImportedTrace["source"] | null; response: string } {
  const { source, response } = importedTrace.shape;
  const record = typeof sent === "object" && sent !== null ? sent : {};
  const found = source.safeParse("source" in record ? record.source : null);
  const text = response.safeParse("response" in record ? record.response : "");
  return { source: found.success ? found.data : null, response: text.success ? text.data : "" };
}
