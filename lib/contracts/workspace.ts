import { z } from "zod";
import { ablationId, armId, hostId, jobId, runId } from "./ids";
import { jobKind } from "./job-spec";
import { launchOptions } from "./places";
import { count, isoTime, key, seed } from "./scalars";
import { seedAddition } from "./seed-additions";
import { jobStatus, runStage, runStatus } from "./statuses";

/** How many runs (or jobs) stand in each status; statuses without any are absent. */
export const statusCounts = z.partialRecord(runStatus, count);
export type StatusCounts = z.infer<typeof statusCounts>;

export const armSummary = z.strictObject({
  id: armId,
  key: z.string(),
  name: z.string(),
  position: count,
  /** SFT alone has no training of its own. */
  trains: z.boolean(),
});
export type ArmSummary = z.infer<typeof armSummary>;

/** One line of the list of ablations. */
export const ablationSummary = z.strictObject({
  id: ablationId,
  name: z.string(),
  description: z.string(),
  profile: z.string(),
  seeds: z.array(seed),
  benchmarks: z.array(z.string()),
  arms: z.array(armSummary),
  runs: statusCounts,
  jobs: statusCounts,
  /** Train steps done and planned over the runs of the ablation. */
  trainSteps: z.strictObject({ done: count, planned: count }),
  createdAt: isoTime,
  startedAt: isoTime.nullable(),
  /** null while any job may still run. */
  endedAt: isoTime.nullable(),
});
export type AblationSummary = z.infer<typeof ablationSummary>;
export const ablationsPage = z.strictObject({ ablations: z.array(ablationSummary), total: count });
export type AblationsPage = z.infer<typeof ablationsPage>;

/** GET /api/v1/ablations. Newest first. */
export const ablationsQuery = z.strictObject({
  q: z.string().max(200).default(""),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** One line of the table of runs. */
export const runRow = z.strictObject({
  id: runId,
  name: z.string(),
  ablationId,
  ablationName: z.string(),
  armId: armId.nullable(),
  armName: z.string().nullable(),
  armPosition: count.nullable(),
  seed,
  stage: runStage,
  status: runStatus,
  statusReason: z.string(),
  trainStep: count.nullable(),
  plannedTrainSteps: count,
  attempts: count,
  hostName: z.string().nullable(),
  modelId: z.string(),
  createdAt: isoTime,
  startedAt: isoTime.nullable(),
  endedAt: isoTime.nullable(),
  updatedAt: isoTime,
  /** Latest value of each asked metric: a number, "NaN" or an infinity by name; absent if it was never logged. */
  metrics: z.record(z.string(), z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])])),
});
export type RunRow = z.infer<typeof runRow>;

export const RUN_SORTS = [
  "name",
  "status",
  "arm",
  "seed",
  "progress",
  "created",
  "duration",
  "updated",
] as const;
const list = z
  .string()
  .max(4000)
  .transform((text) => text.split(",").filter(Boolean));

/** GET /api/v1/runs. Lists are separated by commas. `sort` is a column or "metric:<name>". */
export const runsQuery = z.strictObject({
  q: z.string().max(200).default(""),
  status: list.pipe(z.array(runStatus).max(20)).prefault(""),
  stage: list.pipe(z.array(runStage)).prefault(""),
  ablation: ablationId.optional(),
  /** Keys of arms, so that the same arm of several ablations is one filter. */
  arm: list.pipe(z.array(key).max(32)).prefault(""),
  seed: list.pipe(z.array(z.string().transform(Number).pipe(seed)).max(64)).prefault(""),
  metrics: list.pipe(z.array(z.string().max(200)).max(12)).prefault(""),
  sort: z
    .union([
      z.enum(RUN_SORTS),
      z
        .string()
        .max(220)
        .regex(/^metric:.+$/),
    ])
    .default("created"),
  dir: z.enum(["asc", "desc"]).default("desc"),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type RunsQuery = z.infer<typeof runsQuery>;

export const runsPage = z.strictObject({
  runs: z.array(runRow),
  total: count,
  /** What can be chosen, over all runs of the chosen ablation (or all). */
  choices: z.strictObject({
    arms: z.array(z.strictObject({ key, name: z.string() })),
    seeds: z.array(seed),
    metrics: z.array(z.string()),
  }),
});
export type RunsPage = z.infer<typeof runsPage>;

/** A job on the ablation's page, with what it waits for. */
export const jobRow = z.strictObject({
  id: jobId,
  kind: jobKind,
  name: z.string(),
  runId: runId.nullable(),
  armId: armId.nullable(),
  seed,
  status: jobStatus,
  statusReason: z.string(),
  attempts: count,
  hostName: z.string().nullable().describe("where it ran last, else where it must run"),
  launcher: z.string().nullable().describe("of that host"),
  placed: z.boolean().describe("the launch says where it runs"),
  /** What that host's launcher is told. */
  launch: launchOptions,
  dependsOn: z.array(jobId),
  createdAt: isoTime,
  startedAt: isoTime.nullable(),
  endedAt: isoTime.nullable(),
});
export type JobRow = z.infer<typeof jobRow>;

/** GET /api/v1/ablations/{id}. */
export const ablationDetail = z.strictObject({
  summary: ablationSummary,
  baselineArm: z.string().nullable(),
  contrast: z.strictObject({ arm: z.string(), baseline: z.string(), benchmark: z.string() }).nullable(),
  codeVersion: z.string(),
  hostId: hostId.nullable(),
  runs: z.array(runRow),
  jobs: z.array(jobRow),
  /** Seeds added since the launch, the first addition first. */
  seedsAdded: z.array(seedAddition),
});
export type AblationDetail = z.infer<typeof ablationDetail>;
