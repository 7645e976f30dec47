import { z } from "zod";
import { ablationId, armId, attemptId, checkpointId, jobId, runId } from "./ids";
import { jobKind, manifestFile } from "./job-spec";
import { count, encodedNumber, isoTime, seed, trainStep } from "./scalars";
import { jobStatus, runStage, runStatus } from "./statuses";
import { jobRow, runRow } from "./workspace";

/** A run of the same ablation: what can be drawn beside this one. */
export const runSibling = z.strictObject({
  id: runId,
  name: z.string(),
  armId: armId.nullable(),
  armName: z.string().nullable(),
  armPosition: count.nullable(),
  seed,
  stage: runStage,
  status: runStatus,
});
export type RunSibling = z.infer<typeof runSibling>;

/** One try at one of the run's jobs. */
export const runAttempt = z.strictObject({
  id: attemptId,
  jobId,
  jobKind,
  number: count,
  status: jobStatus,
  hostName: z.string(),
  leasedAt: isoTime,
  startedAt: isoTime.nullable(),
  endedAt: isoTime.nullable(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  detail: z.string(),
  /** What the engine (a process table, Slurm, Ray) called its state when it was last seen; empty: not told yet. */
  engineState: z.string(),
  superseded: z.boolean(),
  /** Train steps that it logged; null: none. */
  firstTrainStep: trainStep.nullable(),
  lastTrainStep: trainStep.nullable(),
});
export type RunAttempt = z.infer<typeof runAttempt>;

export const runCheckpoint = z.strictObject({
  id: checkpointId,
  attemptNumber: count,
  hostName: z.string(),
  trainStep,
  final: z.boolean(),
  path: z.string().describe("absolute folder on the host"),
  bytes: z.number(),
  files: z.array(manifestFile).describe("the first 200"),
  fileCount: count,
  summary: z.record(z.string(), encodedNumber.or(z.string())),
  createdAt: isoTime,
});
export type RunCheckpoint = z.infer<typeof runCheckpoint>;

/** GET /api/v1/runs/{id}: everything the page of a run shows beside its curves, log and events. */
export const runDetail = z.strictObject({
  run: runRow,
  ablation: z.strictObject({ id: ablationId, name: z.string() }),
  /** The warm-up it starts from. */
  parent: z.strictObject({ id: runId, name: z.string(), status: runStatus }).nullable(),
  /** The checkpoint that it was forked from; its run is null where that is gone. */
  forkedFrom: z
    .strictObject({
      checkpointId,
      trainStep: trainStep.nullable(),
      run: z.strictObject({ id: runId, name: z.string() }).nullable(),
    })
    .nullable(),
  /** Runs that were forked from its checkpoints. */
  forks: z.array(z.strictObject({ id: runId, name: z.string(), status: runStatus, trainStep })),
  /** What becomes of crashes of its jobs, and when the next try begins (null: no pause runs). */
  retry: z.strictObject({ limit: count, used: count, nextTryAt: isoTime.nullable() }),
  /** Train steps asked for beyond the launch's. */
  moreTrainSteps: z.int().min(0),
  siblings: z.array(runSibling).describe("the other runs of its ablation"),
  config: z.record(z.string(), z.unknown()),
  environment: z.record(z.string(), z.string()),
  codeVersion: z.string(),
  cost: z
    .strictObject({ tokens: z.number(), activeMs: z.number() })
    .nullable()
    .describe("so far, over all attempts, train steps that were run again included; null: none is known"),
  msPerTrainStep: z.number().nullable().describe("of the latest train steps; null: too few"),
  phase: z
    .strictObject({
      name: z.string(),
      message: z.string(),
      done: count.nullable(),
      total: count.nullable(),
      at: isoTime,
    })
    .nullable()
    .describe("what the trainer last said it was doing"),
  refusedBatches: count,
  jobs: z.array(jobRow).describe("its training and its evaluations"),
  attempts: z.array(runAttempt),
  checkpoints: z.array(runCheckpoint),
});
export type RunDetail = z.infer<typeof runDetail>;

const eventNumber = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export const LOG_SOURCES = ["trainer", "stdout", "stderr", "agent"] as const;

/** Query of `GET /api/v1/runs/{id}/log`. Without `after` and `before`: the end of the log. */
export const runLogQuery = z.strictObject({
  after: eventNumber.optional().describe("only lines after this id, the oldest first in line"),
  before: eventNumber.optional().describe("only lines before this id, the newest first in line"),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
  q: z.string().max(200).default("").describe("text that the line holds, upper or lower case"),
  level: z.enum(LOG_LEVELS).default("debug").describe("this level and the graver ones"),
  source: z.enum(LOG_SOURCES).optional(),
  whole: z.enum(["true", "false"]).default("false").describe("long lines in full"),
});
export type RunLogQuery = z.infer<typeof runLogQuery>;

export const runLogLine = z.strictObject({
  id: z.number(),
  at: isoTime,
  level: z.enum(LOG_LEVELS),
  source: z.string(),
  jobKind,
  attemptNumber: count,
  text: z.string(),
  /** Characters of the whole line: more than are in `text` where it was cut. */
  length: count,
});
export type RunLogLine = z.infer<typeof runLogLine>;
export const runLog = z.strictObject({
  lines: z.array(runLogLine).describe("in order of arrival"),
  /** There are more lines beyond this end: before the first, or after the last where `after` was asked. */
  more: z.boolean(),
});
export type RunLog = z.infer<typeof runLog>;

/** Query of `GET /api/v1/runs/{id}/history`: newest first. */
export const runHistoryQuery = z.strictObject({
  before: eventNumber.optional().describe("only events before this id"),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const runHistoryEvent = z.strictObject({
  id: z.number(),
  type: z.string(),
  at: isoTime,
  jobId,
  jobKind,
  attemptNumber: count.nullable(),
  body: z.record(z.string(), z.unknown()),
});
export type RunHistoryEvent = z.infer<typeof runHistoryEvent>;
export const runHistory = z.strictObject({ events: z.array(runHistoryEvent), more: z.boolean() });
export type RunHistory = z.infer<typeof runHistory>;
