import { z } from "zod";
import { scorerId } from "./ids";
import { bigCount, count, isoTime } from "./scalars";
import { traceSelection } from "./trace-selection";

/** Formats that traces can be exported in: one file each in lib/exporters. */
export const exportFormat = z.enum([
  "processbench",
  "prm800k",
  "math-shepherd",
  "trl-stepwise",
  "preference-pairs",
  "stepwell",
  "csv",
  "parquet",
]);
export type ExportFormat = z.infer<typeof exportFormat>;

/**
 * Whose labels are written. `people`: the adjudicated label, else the one that all raters who labelled the step agree
 * on. `majority`: the same, else what most raters say. `adjudicated`: nothing else. `c`: c_i by the threshold. Or the
 * labels of one scorer, by its id.
 */
export const exportLabels = z.union([z.enum(["people", "majority", "adjudicated", "c"]), scorerId]);
export type ExportLabels = z.infer<typeof exportLabels>;

export const tableRows = z.enum(["traces", "steps", "scores"]);
export type TableRows = z.infer<typeof tableRows>;

/** Where the two next steps of a preference pair may come from. */
export const pairSource = z.enum(["samples", "alternatives", "continuations"]);
export type PairSource = z.infer<typeof pairSource>;

const share = z.coerce.number().min(0).max(1);
const pairSources = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").filter((part) => part !== "") : value),
  z.array(pairSource).min(1),
);

/** How traces are turned into records. A format leaves alone what it has no use for. */
export const exportOptions = z.strictObject({
  labels: exportLabels.default("people").describe("whose labels"),
  threshold: share
    .lt(1)
    .default(0)
    .describe("a trace step is good if its c_i, or a scorer's value, is above it"),
  margin: share
    .gt(0)
    .default(0.5)
    .describe("preference pairs: least difference in c_i of the better and the worse step"),
  minReturned: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(1)
    .describe("preference pairs: least continuations or samples behind each c_i"),
  pairsPerPrefix: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(4)
    .describe("preference pairs: most pairs after one prefix, the widest margins first"),
  pairsFrom: pairSources
    .default(["samples", "alternatives"])
    .describe("preference pairs: separated by commas"),
  rows: tableRows.default("traces").describe("CSV and Parquet: a row a trace, a trace step or a score"),
});
export type ExportOptions = z.infer<typeof exportOptions>;

/** Query of GET /api/v1/exports/{format}, and body of its preview: which traces, and how. */
export const exportRequest = z.strictObject({ ...traceSelection.shape, ...exportOptions.shape });
export type ExportRequest = z.infer<typeof exportRequest>;

/** What became of the traces: nothing is left out without being counted here. */
export const exportCounts = z.strictObject({
  traces: bigCount.describe("of the selection"),
  written: bigCount.describe("traces of which something was written"),
  records: bigCount.describe("lines, rows or pairs"),
  labels: bigCount.describe("trace steps with a label or a value"),
  leftOut: z.array(z.strictObject({ what: z.string(), count: bigCount })),
  notes: z.array(z.strictObject({ what: z.string(), count: bigCount })),
});
export type ExportCounts = z.infer<typeof exportCounts>;

/** Where an export comes from: enough to make it again, and to judge it. */
export const exportProvenance = z.strictObject({
  format: exportFormat,
  project: z.strictObject({ id: z.string(), name: z.string() }),
  selection: traceSelection,
  options: z
    .record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
    .describe("those that this format uses"),
  /** In words: whose labels, and how they were turned into this format's. */
  method: z.array(z.string()),
  runs: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        ablation: z.string(),
        arm: z.string().nullable(),
        seed: count,
      }),
    )
    .describe("of the traces that were read"),
  stepwellVersion: z.string(),
  exportedAt: isoTime,
  /** Null in what is written before the traces are read. */
  counts: exportCounts.nullable(),
});
export type ExportProvenance = z.infer<typeof exportProvenance>;

/** What POST /api/v1/exports/{format}/preview answers. */
export const exportPreview = z.strictObject({
  provenance: exportProvenance.extend({ counts: exportCounts }),
  fileName: z.string(),
  total: bigCount.describe("traces of the selection"),
  complete: z
    .boolean()
    .describe("false: the counts are those of the traces that were read in the time given"),
  sample: z.string().describe("the beginning of the file, where it is text"),
});
export type ExportPreview = z.infer<typeof exportPreview>;

/** GET /api/v1/exports: what can be written, for a form. */
export const exportFormats = z.strictObject({
  formats: z.array(
    z.strictObject({
      format: exportFormat,
      title: z.string(),
      about: z.string(),
      extension: z.string(),
      uses: z.array(exportOptions.keyof()).describe("options that change what it writes"),
    }),
  ),
});
export type ExportFormats = z.infer<typeof exportFormats>;
