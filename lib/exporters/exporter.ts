import type {
  ExportFormat,
  ExportOptions,
  ExportProvenance,
  ImportedScorer,
  ImportedTrace,
} from "@/lib/contracts";
import type { Tally } from "./tally";

/** A stored trace as exporters see it: everything that is known of it, in the terms of an import, and where it is. */
export interface ExportedTrace extends Omit<ImportedTrace, "run" | "recordKey" | "source"> {
  id: string;
  promptId: string;
  ablation: string;
  run: { id: string; name: string; arm: string | null; seed: number };
  /** Null for traces that were not imported. */
  source: ImportedTrace["source"] | null;
}

/** Parts of a trace that are only read where a format needs them. */
export interface ExportNeeds {
  continuations: boolean;
  /** What scorers beside the continuations say, and the alternatives. */
  scores: boolean;
  tokenScores: boolean;
}

export interface ExportContext {
  options: ExportOptions;
  /** The scorer whose labels were asked for by its id. */
  labelScorer: ImportedScorer | null;
  /** Names of runs that a run's name alone does not tell apart, by run id. */
  runLabels: ReadonlyMap<string, string>;
  tally: Tally;
  /** What is known before the first trace is read; `counts` is null. */
  provenance: ExportProvenance;
  /** The same with the counts so far: what a format may write at its end. */
  provenanceNow(): ExportProvenance;
}

/** One format of exports. A new one is a file here and a line in index.ts; the conformance suite runs over all. */
export interface TraceExporter {
  format: ExportFormat;
  /** Shown in lists, e.g. "PRM800K". */
  title: string;
  /** One sentence: what is in the file, and what reads it. */
  about: string;
  /** Of the file's name, with its dot. */
  extension: string;
  mimeType: string;
  /** Options that change what it writes. */
  uses: readonly (keyof ExportOptions)[];
  needs(options: ExportOptions): ExportNeeds;
  /** Sentences on how labels or values of this export came about: part of the provenance. */
  method(options: ExportOptions, labelScorer: ImportedScorer | null): string[];
  /**
   * Writes traces as they come; those of one prompt follow each other. What it leaves out, it counts in the tally.
   * Never holds more than the traces of one prompt.
   */
  write(traces: AsyncIterable<ExportedTrace>, context: ExportContext): AsyncIterable<string | Uint8Array>;
}
