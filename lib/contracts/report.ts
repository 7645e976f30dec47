import { z } from "zod";
import { ablationSpec } from "./ablation-spec";
import { costBreakdown } from "./costs";
import { ablationId, checkpointId, jobId, reportId, runId } from "./ids";
import { manifestFile } from "./job-spec";
import { questionResults } from "./question-results";
import { ablationResults, resultSelection } from "./results";
import { bigCount, count, isoTime, seed, sha256, trainStep } from "./scalars";
import { sensitivityAnswer } from "./sensitivity";
import { jobStatus, runStage, runStatus } from "./statuses";

/** One training as it was: every setting as resolved at launch, and what the trainer found around it. */
export const frozenRun = z.strictObject({
  runId,
  name: z.string(),
  arm: z.string().nullable().describe("key of the results' arm; null: a warm-up shared by several"),
  seed,
  stage: runStage,
  warmUpRunId: runId.nullable(),
  status: runStatus,
  statusReason: z.string(),
  trainSteps: count.nullable(),
  plannedTrainSteps: count,
  modelId: z.string(),
  codeVersion: z.string(),
  environment: z.record(z.string(), z.string()),
  config: z.record(z.string(), z.unknown()),
  createdAt: isoTime,
  startedAt: isoTime.nullable(),
  endedAt: isoTime.nullable(),
});
export type FrozenRun = z.infer<typeof frozenRun>;

/** What was stored of one run's responses, and what became of their continuations. */
const frozenTraces = z.strictObject({
  runId,
  origin: z.enum(["train", "probe", "evaluation", "import"]),
  responses: count,
  truncated: count.describe("responses cut at the budget"),
  invalidFormat: count,
  withoutReward: count.describe("unknown, never 0; left out of their group's baseline"),
  requested: bigCount.describe("continuations"),
  returned: bigCount,
  truncatedContinuations: bigCount.describe("returned, and failures"),
});
export type FrozenTraces = z.infer<typeof frozenTraces>;

/** Stored rewards and advantages computed again from the stored counts under the settings they were trained with. */
export const frozenRecomputation = z.strictObject({
  arm: z.string(),
  rewards: count,
  rewardsDiffer: count,
  advantages: count,
  advantagesDiffer: count,
});
export type FrozenRecomputation = z.infer<typeof frozenRecomputation>;

/** Everything that went wrong or is missing: counted, never silently zero. */
export const reportHealth = z.strictObject({
  jobs: z.array(z.strictObject({ kind: z.string(), status: jobStatus, jobs: count })),
  attempts: z.strictObject({
    all: count,
    jobsTriedAgain: count,
    superseded: count.describe("attempts whose work a later one did again"),
    lost: count,
  }),
  refusedBatches: count.describe("batches of events refused for their content"),
  nonFinite: z
    .array(z.strictObject({ runId, metric: z.string() }))
    .describe("series that hold NaN or infinities"),
  traces: z.array(frozenTraces),
  traceSampling: z.number().nullable().describe("share of responses whose trace is kept; null: runs differ"),
  recomputed: z.array(frozenRecomputation).nullable().describe("null: too many responses to compute again"),
});
export type ReportHealth = z.infer<typeof reportHealth>;

/** Data and models by content: what somebody else needs to do it again. */
export const reportVersions = z.strictObject({
  benchmarks: z.array(
    z.strictObject({
      key: z.string(),
      title: z.string(),
      contentSha256: sha256,
      questions: count,
      evaluations: count,
    }),
  ),
  evaluation: z.array(z.strictObject({ settings: z.record(z.string(), z.unknown()), evaluations: count })),
  trainingData: z.array(z.strictObject({ jobId, name: z.string(), files: z.array(manifestFile) })),
  checkpoints: z.array(
    z.strictObject({ runId, checkpointId, trainStep: count, files: count, manifestSha256: sha256 }),
  ),
});
export type ReportVersions = z.infer<typeof reportVersions>;

/** A metric over training: each seed's mean at common places. Bands are computed from it on reading. */
export const frozenCurve = z.strictObject({
  metric: z.string(),
  arms: z.array(
    z.strictObject({
      arm: z.string(),
      /** First and last train step behind each place. */
      trainSteps: z.array(z.tuple([trainStep, trainStep])),
      seeds: z.array(
        z.strictObject({
          seed,
          values: z.array(z.number().nullable()).describe("null: no finite value here, never filled in"),
          odd: count.describe("places where NaN or an infinity was logged"),
        }),
      ),
    }),
  ),
});
export type FrozenCurve = z.infer<typeof frozenCurve>;

/** A conclusion by name, e.g. `comparison/process-only/outcome-only/mmvu/diff`; nine significant digits. */
export const conclusionValues = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));
export type ConclusionValues = z.infer<typeof conclusionValues>;

/**
 * What a report freezes: measured facts, and how they are to be judged. Conclusions are computed from it whenever it is
 * read; those of the moment of freezing are kept beside, so that any difference is seen.
 */
export const reportContent = z.strictObject({
  schemaVersion: z.literal(1),
  selection: resultSelection,
  name: z.string(),
  description: z.string(),
  claim: z.string().describe("the author's own words, checked by nobody; may be empty"),
  launchedAt: isoTime.nullable(),
  statistics: z.strictObject({
    version: count.describe("of the methods of lib/stats as reports use them"),
    options: z.strictObject({ level: z.number(), alpha: z.number(), power: z.number(), delta: z.number() }),
    generator: z.string(),
    generatorSeed: count,
  }),
  results: ablationResults,
  questions: questionResults,
  curves: z.array(frozenCurve),
  costs: costBreakdown,
  /** Computed when frozen, since the responses are too many to freeze; null: even to be read at once. */
  sensitivity: sensitivityAnswer.nullable(),
  health: reportHealth,
  /** The launch; null where it is no single ablation. */
  spec: ablationSpec.nullable(),
  runs: z.array(frozenRun),
  versions: reportVersions,
  conclusions: z.strictObject({ sha256, sentences: z.array(z.string()), values: conclusionValues }),
});
export type ReportContent = z.infer<typeof reportContent>;

/** POST /api/v1/ablations/{id}/reports */
export const freezeRequest = z.strictObject({
  claim: z
    .string()
    .trim()
    .max(2000)
    .default("")
    .describe("what you claim, in your own words; printed as such"),
  imported: resultSelection.shape.imported.describe("imported result sets that stand beside it"),
});
export type FreezeRequest = z.input<typeof freezeRequest>;

/** POST /api/v1/reports: the same for any selection. */
export const freezeSelectionRequest = freezeRequest
  .omit({ imported: true })
  .extend({ selection: resultSelection });

export const freezeAnswer = z.strictObject({
  id: reportId,
  url: z.string(),
  created: z.boolean().describe("false: nothing has changed since this report was frozen"),
});
export type FreezeAnswer = z.infer<typeof freezeAnswer>;

/** A report as listed. */
export const reportSummary = z.strictObject({
  id: reportId,
  ablationId: ablationId.nullable().describe("null: a selection of runs, or the ablation is gone"),
  title: z.string(),
  frozenAt: isoTime,
  contentSha256: sha256,
  arms: count,
  seeds: count,
  pending: count,
  sentence: z.string().describe("what the evidence supported at that moment"),
});
export type ReportSummary = z.infer<typeof reportSummary>;

export const reportsQuery = z.strictObject({
  ablation: ablationId.optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ReportsQuery = z.infer<typeof reportsQuery>;
export const reportsPage = z.strictObject({ total: count, reports: z.array(reportSummary) });
export type ReportsPage = z.infer<typeof reportsPage>;

/** A report as exported: `npm run report -- FILE` reads it. `content` keeps the version it was frozen in. */
export const reportDocument = z.strictObject({
  id: reportId,
  ablationId: ablationId.nullable(),
  title: z.string(),
  frozenAt: isoTime,
  codeVersion: z.string().describe("of the server that froze it"),
  contentSha256: sha256.describe("of the content as canonical JSON: keys sorted, no blanks"),
  content: z.record(z.string(), z.unknown()),
});
export type ReportDocument = z.infer<typeof reportDocument>;

export const reportExport = z.strictObject({ format: z.enum(["json", "csv", "latex"]) });
export type ReportFormat = z.infer<typeof reportExport>["format"];
