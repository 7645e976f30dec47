import type { TraceExporter } from "./exporter";
import { labelsMethod, labelsOf } from "./labels";
import { jsonLine, LABELS_ONLY, leadingLabels, leaveOutUnlabelled } from "./lines";
import { problemOf, stepTexts } from "./trace-parts";

/** {prompt, completions[], labels[]} a line: TRL's stepwise supervision, which its PRMTrainer reads. */
export const trlStepwise: TraceExporter = {
  format: "trl-stepwise",
  title: "TRL stepwise",
  about: "One line a trace with a true or false a step: what TRL's PRMTrainer is trained on.",
  extension: ".jsonl",
  mimeType: "application/jsonl",
  uses: ["labels", "threshold"],
  needs: () => LABELS_ONLY,
  method: (options, scorer) => [
    ...labelsMethod(options, scorer),
    "Good and neutral are true, bad is false. A trace ends before its first trace step without a label.",
  ],
  async *write(traces, { options, labelScorer, tally }) {
    for await (const trace of traces) {
      const said = labelsOf(trace, options, labelScorer);
      const labels = leadingLabels(said);
      if (labels.length === 0) leaveOutUnlabelled(tally, trace, said);
      else {
        tally.leaveOut("trace steps behind the last one with a label", said.labels.length - labels.length);
        tally.note("neutral labels written as good", labels.filter((label) => label === "neutral").length);
        tally.wrote({ labels: labels.length });
        yield jsonLine({
          prompt: problemOf(trace),
          completions: stepTexts(trace).slice(0, labels.length),
          labels: labels.map((label) => label !== "bad"),
        });
      }
    }
  },
};
