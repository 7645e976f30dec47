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

/** "solution" says that the answer is right: of an unknown or wrong one without a bad step nothing is left but to give up. */
function finishReason(trace: ExportedTrace, { labels }: Statement): "found_error" | "solution" | "give_up" {
  if (labels.at(-1) === "bad") return "found_error";
  return trace.outcome === 1 ? "solution" : "give_up";
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What an imported record of this format held beyond what Stepwell has a place for. */
function heldBy({ prompt, extra }: ExportedTrace) {
  const held = prompt.dataset === "PRM800K" ? (extra ?? {}) : {};
  const { question, label, ...rest } = held;
  return { rest, question: isRecord(question) ? question : {}, label: isRecord(label) ? label : {} };
}

function record(trace: ExportedTrace, said: Statement) {
  const held = heldBy(trace);
  return {
    ...{ labeler: null, timestamp: null, generation: null },
    ...{ is_quality_control_question: false, is_initial_screening_question: false },
    ...held.rest,
    question: {
      ...{ problem: problemOf(trace), ground_truth_answer: trace.prompt.answer },
      ...held.question,
    },
    label: {
      steps: steps(trace, said.labels),
      ...{ total_time: null, finish_reason: finishReason(trace, said) },
      ...held.label,
    },
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
    "finish_reason is found_error where the last trace step is bad, solution where the answer is right, else give_up.",
    "Other fields of a record that was imported from PRM800K, its labeler among them, are given back as they came; else they are null.",
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
