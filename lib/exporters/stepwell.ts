import type { ImportedTraceInput } from "@/lib/contracts";
import type { ExportedTrace, TraceExporter } from "./exporter";
import { jsonLine } from "./lines";

/** An importedTrace: what an import stores again exactly as it is here. */
function recordOf(trace: ExportedTrace, run: string): ImportedTraceInput {
  const { id, promptId: _, ablation: __, run: from, source, ...rest } = trace;
  return { ...rest, recordKey: id, run, source: source ?? { file: from.id, line: null } };
}

/**
 * A header line with the provenance, one importedTrace a line, and an end line with their number: a file that broke off
 * is noticed when it is read.
 */
export const stepwell: TraceExporter = {
  format: "stepwell",
  title: "Stepwell JSONL",
  about: "One line a trace with everything that is known of it; importing it again loses nothing.",
  extension: ".jsonl",
  mimeType: "application/jsonl",
  uses: [],
  needs: () => ({ continuations: true, scores: true, tokenScores: true }),
  method: () => ["Everything that is stored of each trace, as it is stored; null is unknown."],
  async *write(traces, { tally, provenance, runLabels }) {
    yield jsonLine({ stepwell: "traces", version: 1, provenance });
    let written = 0;
    for await (const trace of traces) {
      const scored = trace.traceSteps.filter(({ counts, scores }) => counts !== null || scores.length > 0);
      tally.wrote({ labels: scored.length });
      written += 1;
      yield jsonLine(recordOf(trace, runLabels.get(trace.run.id) ?? trace.run.name));
    }
    yield jsonLine({ stepwell: "end", traces: written });
  },
};
