import type { StepLabel } from "@/lib/contracts";
import type { ExportedTrace, TraceExporter } from "./exporter";
import { labelsMethod, labelsOf, type Statement } from "./labels";
import { jsonLine, LABELS_ONLY, leaveOutUnlabelled } from "./lines";
import { problemOf, stepTexts } from "./trace-parts";

const RATING: Record<StepLabel, -1 | 0 | 1> = { good: 1, neutral: 0, bad: -1 };
const ratingOf = (label: StepLabel | null) => (label === null ? null : RATING[label]);

const completion = (text: string, label: StepLabel | null) => ({
  text,
  rating: ratingOf(label),
  flagged: null,
});

/** A step of the data set: the one that the trace took comes first, the other candidates behind it. */
function steps(trace: ExportedTrace, labels: Statement["labels"]) {
  const texts = stepTexts(trace);
  return trace.traceSteps.map(({ alternatives }, at) => ({
    completions: [
      completion(texts[at] ?? "", labels[at] ?? null),
      ...alternatives.map(({ text, label }) => completion(text, label)),
    ],
    human_completion: null,
    chosen_completion: 0,
  }));
}

function finishReason(trace: ExportedTrace, { labels }: Statement): "found_error" | "solution" | "give_up" {
  if (labels.at(-1) === "bad") return "found_error";
  return trace.finishReason === "length" ? "give_up" : "solution";
}

function record(trace: ExportedTrace, said: Statement) {
  return {
    labeler: null,
    timestamp: null,
    generation: null,
    is_quality_control_question: false,
    is_initial_screening_question: false,
    question: { problem: problemOf(trace), ground_truth_answer: trace.prompt.answer },
    label: { steps: steps(trace, said.labels), total_time: null, finish_reason: finishReason(trace, said) },
  };
}

/** The JSON of github.com/openai/prm800k: ratings 1, 0 and -1 for the steps and for other candidates in their place. */
export const prm800k: TraceExporter = {
  format: "prm800k",
  title: "PRM800K",
  about:
    "One line a trace with a rating of 1, 0 or -1 a step, and of the alternatives to a step where they are known.",
  extension: ".jsonl",
  mimeType: "application/jsonl",
  uses: ["labels", "threshold"],
  needs: () => LABELS_ONLY,
  method: (options, scorer) => [
    ...labelsMethod(options, scorer),
    "rating is 1 for good, 0 for neutral, -1 for bad and null for a trace step without a label. Alternatives keep the label they came with.",
    "Who labelled and for how long is null; finish_reason is found_error where the last trace step is bad.",
  ],
  async *write(traces, { options, labelScorer, tally }) {
    for await (const trace of traces) {
      const said = labelsOf(trace, options, labelScorer);
      const labelled = said.labels.filter((label) => label !== null).length;
      if (labelled === 0) leaveOutUnlabelled(tally, trace, said);
      else {
        tally.note("trace steps without a label, with a rating of null", said.labels.length - labelled);
        tally.wrote({ labels: labelled });
        yield jsonLine(record(trace, said));
      }
    }
  },
};
