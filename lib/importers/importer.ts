import type { HealthReport, ImportedTraceInput, ImportFormat } from "@/lib/contracts";

export interface ImportLine {
  /** From 1. */
  number: number;
  text: string;
  /** Bytes from the start of the file: what `read` takes, to come back to a line later. */
  start: number;
  end: number;
  /** A sentence where the line cannot be read as text (not UTF-8, too long to hold): refuse it with this reason. */
  fault: string | null;
}

/** A file of a source. An importer sees only this, so the same code reads a disk, an upload and a test's string. */
export interface ImportFile {
  /** Path below the source, with `/`; the file's own name where the source is one file. */
  name: string;
  bytes: number;
  /** Lines one by one, without their ends; blank lines are left out. Never more than one in memory. */
  lines(): AsyncIterable<ImportLine>;
  /** Bytes [start, end). */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** What `detect` sees of a file: its name and its beginning, so that detecting never reads a large file. */
export interface FileHead {
  name: string;
  bytes: number;
  /** First 64 KiB. */
  head: Uint8Array;
}

type Note = HealthReport["notes"][number];

/** What an importer tells while it reads. */
export type ImportEvent =
  /** A line or record was read, whatever becomes of it. */
  | { type: "row"; file: string }
  | { type: "trace"; trace: ImportedTraceInput }
  | {
      type: "rejected" | "unjoined" | "duplicate";
      file: string;
      line: number | null;
      /** A sentence: what is wrong and, where one can, what to do. */
      reason: string;
      excerpt?: string;
    }
  /** A sentence of the health report. */
  | { type: "note"; topic: Note["topic"]; text: string };

/** One format of traces. A new one is a file here and a line in index.ts; the conformance suite runs over all. */
export interface TraceImporter {
  format: ImportFormat;
  /** Shown in lists, e.g. "PRM800K". */
  title: string;
  /** One sentence: which files, from where. */
  about: string;
  /** File name endings it reads, e.g. [".jsonl"]; of a folder, the others are left alone. */
  endings: readonly string[];
  /**
   * What a record equal to an earlier one is: one more sample (stored, told apart by order), or the same record again
   * (stored once, counted as a duplicate).
   */
  repeats: "samples" | "duplicates";
  /** How sure it is that these files are of its format, 0 to 1. */
  detect(files: readonly FileHead[]): number;
  /** Reads the files in order. Throws ImportError only where nothing of the source can be read. */
  parse(files: readonly ImportFile[]): AsyncIterable<ImportEvent>;
}
