import type { ExportedTrace, TraceExporter } from "./exporter";
import { labelsMethod, labelsOf } from "./labels";
import { jsonLine, LABELS_ONLY, leaveOutUnlabelled } from "./lines";
import { problemOf, stepTexts } from "./trace-parts";

/** The id of the record that a trace was imported from, else the trace's own. */
function idOf({ id, extra }: ExportedTrace): string {
  return typeof extra?.id === "string" ? extra.id : id;
}

/** ProcessBench counts steps from 0 and writes -1 where none is wrong. */
function record(trace: ExportedTrace, firstError: number) {
  return {
    id: idOf(trace),
    generator: trace.modelId ?? trace.run.name,
    problem: problemOf(trace),
    steps: stepTexts(trace),
    final_answer_correct: trace.outcome === null ? null : trace.outcome === 1,
    label: firstError - 1,
  };
}

/** {id, generator, problem, steps[], final_answer_correct, label} a line: github.com/QwenLM/ProcessBench. */
export const processbench: TraceExporter = {
  format: "processbench",
  title: "ProcessBench",
  about:
    "One line a trace with its steps and the first wrong one: measures critics and process reward models.",
  extension: ".jsonl",
  mimeType: "application/jsonl",
  uses: ["labels", "threshold"],
  needs: () => LABELS_ONLY,
  method: (options, scorer) => [
    ...labelsMethod(options, scorer),
    "label is the first wrong trace step, counted from 0; -1: none is wrong. final_answer_correct is null where it is unknown.",
  ],
  async *write(traces, { options, labelScorer, tally }) {
    for await (const trace of traces) {
      const said = labelsOf(trace, options, labelScorer);
      const { firstError } = said;
      if (firstError === null || trace.traceSteps.length === 0) leaveOutUnlabelled(tally, trace, said);
      else if (firstError > trace.traceSteps.length)
        tally.leaveOut("traces whose first error lies behind their last step");
      else {
        if (trace.outcome === null) tally.note("traces of which nobody knows whether the answer is right");
        tally.wrote({ labels: 1 });
        yield jsonLine(record(trace, firstError));
      }
    }
  },
};
