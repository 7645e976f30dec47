import type { StepLabel } from "@/lib/contracts";
import type { ExportedTrace, TraceExporter } from "./exporter";
import { labelsMethod, labelsOf } from "./labels";
import { jsonLine, LABELS_ONLY, leadingLabels, leaveOutUnlabelled } from "./lines";
import { problemOf, stepTexts } from "./trace-parts";

/** The token that a model's score is read at. */
const MARK = "ки";
const STEP = /^Step \d+: /;

/** What a reader of the format takes for the end of the question. */
const FIRST_STEP = /\bstep 1:/i;

/** Why this trace cannot be told in a format whose marks are plain text; null if it can. */
function unwritable(problem: string, texts: readonly string[]): string | null {
  if ([problem, ...texts].some((text) => text.includes(MARK)))
    return `traces that hold the mark ${MARK} themselves`;
  return FIRST_STEP.test(problem) ? "traces whose question holds “Step 1:” itself" : null;
}

/** A step stands on one line in this format. */
function stepLine(body: string, at: number): string {
  const text = body.trim().replace(/\s*\n\s*/g, " ");
  return STEP.test(text) ? text : `Step ${at + 1}: ${text}`;
}

function record(trace: ExportedTrace, lines: readonly string[], labels: readonly StepLabel[]) {
  const written = (end: (label: StepLabel) => string) => {
    const marked = labels.map((label, at) => `${lines[at]} ${end(label)}`);
    return `${problemOf(trace).trim()} ${marked.join("\n")}`;
  };
  return {
    input: written(() => MARK),
    label: written((label) => (label === "bad" ? "-" : "+")),
    task: trace.prompt.family ?? trace.prompt.dataset,
  };
}

/** {input, label, task} a line: huggingface.co/datasets/peiyi9979/Math-Shepherd. */
export const mathShepherd: TraceExporter = {
  format: "math-shepherd",
  title: "Math-Shepherd",
  about:
    "One line a trace: its steps behind each other with a mark for the score, and the same with + or - in its place.",
  extension: ".jsonl",
  mimeType: "application/jsonl",
  uses: ["labels", "threshold"],
  needs: () => LABELS_ONLY,
  method: (options, scorer) => [
    ...labelsMethod(options, scorer),
    "Good and neutral are +, bad is -. A trace ends before its first trace step without a label.",
    'Line breaks within a trace step are written as blanks, and "Step i: " stands before a step that does not begin so.',
  ],
  async *write(traces, { options, labelScorer, tally }) {
    for await (const trace of traces) {
      const said = labelsOf(trace, options, labelScorer);
      const labels = leadingLabels(said);
      const texts = stepTexts(trace).slice(0, labels.length);
      const hindrance = unwritable(problemOf(trace), texts);
      if (labels.length === 0) leaveOutUnlabelled(tally, trace, said);
      else if (hindrance !== null) tally.leaveOut(hindrance);
      else {
        tally.leaveOut("trace steps behind the last one with a label", said.labels.length - labels.length);
        tally.note("neutral labels written as good", labels.filter((label) => label === "neutral").length);
        tally.note(
          "trace steps of several lines written on one",
          texts.filter((t) => t.trim().includes("\n")).length,
        );
        tally.wrote({ labels: labels.length });
        yield jsonLine(record(trace, texts.map(stepLine), labels));
      }
    }
  },
};
