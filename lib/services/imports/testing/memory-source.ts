import type { ImportedTraceInput } from "@/lib/contracts";
import { fileOf } from "@/lib/importers/testing/file-of";
import type { DiskSource } from "../disk-source";

/** A source of one file that stands in memory. */
export function memorySource(name: string, content: string | Uint8Array): DiskSource {
  return { name, files: [fileOf(name, content)], close: async () => {} };
}

/** Lines of Stepwell JSONL. */
export function stepwellLines(traces: readonly unknown[]): string {
  return traces.map((trace) => `${JSON.stringify(trace)}\n`).join("");
}

/** A trace of two steps as a script would write it, of which nothing but the text is known. */
export function plainTrace(recordKey: string, changes: Partial<ImportedTraceInput> = {}): ImportedTraceInput {
  return {
    recordKey,
    run: "a model",
    source: { file: "traces.jsonl", line: 1 },
    prompt: { dataset: "d", messages: [{ role: "user", content: `${recordKey}?` }], answer: "4" },
    response: "two and two\nmake four",
    traceSteps: [{ text: { start: 0, end: 11 } }, { text: { start: 12, end: 21 } }],
    ...changes,
  };
}
