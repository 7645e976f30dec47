import { formatCount, plural } from "@/lib/format/number";
import type { CellFacts, TrainStepColumn, TrainStepHeatmap } from "./heatmap-cells";

/** A solvability in two decimals: 0.53. */
export const twoDecimals = (c: number) => c.toFixed(2);

export function columnLabel({ from, to }: TrainStepColumn): string {
  return from === to ? formatCount(from) : `${formatCount(from)}–${formatCount(to)}`;
}

/** The hover card of a train step x trace step cell: place, mean with its SD and n, counts of what has no c_i. */
export function describeFacts(column: TrainStepColumn, traceStep: number, facts: CellFacts | null): string[] {
  const steps = column.from === column.to ? "Train step" : "Train steps";
  const title = `${steps} ${columnLabel(column)}, trace step ${traceStep}`;
  if (!facts) return [title, "No response has this trace step."];
  const spread = facts.sd === null ? "" : `, SD ${twoDecimals(facts.sd)}`;
  const mean =
    facts.mean === null
      ? "No c here"
      : `Mean c ${twoDecimals(facts.mean)}${spread}, n = ${plural(facts.scored, "response")}`;
  return [
    title,
    mean,
    ...(facts.returned > 0
      ? [`${formatCount(facts.successes)} of ${plural(facts.returned, "continuation")} right`]
      : []),
    `Missing ${formatCount(facts.missing)}, not scored ${formatCount(facts.notScored)}`,
  ];
}

const CSV_HEAD =
  "train_step_from,train_step_to,trace_step,mean_c,sd_c,scored,missing,not_scored,successes,returned";

/** The cells as CSV, full precision, counts beside every mean; an unknown mean is empty and not 0. */
export function heatmapCsv(heatmap: TrainStepHeatmap): string {
  const lines = heatmap.trainSteps.flatMap(({ from, to }, column) =>
    Array.from({ length: heatmap.rows }, (_, row) => {
      const facts = heatmap.factsAt(column, row);
      if (!facts) return null;
      const { mean, sd, scored, missing, notScored, successes, returned } = facts;
      return [from, to, row + 1, mean ?? "", sd ?? "", scored, missing, notScored, successes, returned].join(
        ",",
      );
    }).filter((line) => line !== null),
  );
  return [CSV_HEAD, ...lines].join("\r\n");
}
