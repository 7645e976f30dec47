import type { SeriesPlot } from "./prepare-series";

const HEAD = [
  "line",
  "attempt",
  "first_train_step",
  "last_train_step",
  "x",
  "mean",
  "min",
  "max",
  "smoothed",
  "values",
  "nan",
  "pos_inf",
  "neg_inf",
];

/** A field as RFC 4180 wants it. A leading formula sign is disarmed, since names come from outside. */
function field(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Samples of a machine belong to no train step. */
const TRAIN_STEPS = new Set(["first_train_step", "last_train_step"]);

/** Everything a chart shows as CSV: one row a mark, values in full, x in the unit of the axis title. */
export function seriesCsv(plot: SeriesPlot): string {
  const shown = HEAD.map((name) => plot.of === "trainSteps" || !TRAIN_STEPS.has(name));
  const rows = plot.lines.flatMap((line) =>
    line.marks.map(({ mark, x, shown: drawn, attemptNumber }) => [
      field(line.label),
      attemptNumber,
      mark.firstTrainStep,
      mark.lastTrainStep,
      x,
      mark.mean ?? "",
      mark.min ?? "",
      mark.max ?? "",
      line.smooth === null ? "" : field(drawn),
      mark.count,
      mark.nan,
      mark.posInf,
      mark.negInf,
    ]),
  );
  const head = HEAD.map((name) => (name === "x" ? field(`x: ${plot.x.scale.title}`) : name));
  const lines = [head, ...rows].map((row) => row.filter((_, i) => shown[i]).join(","));
  return `${lines.join("\r\n")}\r\n`;
}
