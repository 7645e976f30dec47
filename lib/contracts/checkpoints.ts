import { z } from "zod";
import { ablationId, checkpointId, hostId, runId } from "./ids";
import { manifestFile } from "./job-spec";
import { checkpointRetention } from "./places";
import { count, encodedNumber, isoTime, trainStep } from "./scalars";

/** What became of a checkpoint's files: `deleting` until its host says that they are gone. */
export const checkpointState = z.enum(["kept", "deleting", "deleted"]);
export type CheckpointState = z.infer<typeof checkpointState>;

const namedHost = z.strictObject({ id: hostId, name: z.string() });

/** A checkpoint, where it lies, and what keeps it there. */
export const checkpointView = z.strictObject({
  id: checkpointId,
  attemptNumber: count,
  trainStep,
  final: z.boolean().describe("the run's result"),
  path: z.string().describe("absolute folder on the host that wrote it"),
  bytes: z.number(),
  files: z.array(manifestFile).describe("the first 200"),
  fileCount: count,
  summary: z.record(z.string(), encodedNumber.or(z.string())),
  createdAt: isoTime,
  host: namedHost.describe("that wrote it"),
  copies: z.array(namedHost).describe("hosts that fetched it"),
  store: z.enum(["none", "part", "all"]).describe("how much of it the server's store has"),
  pinned: z.boolean(),
  forks: z.array(z.strictObject({ id: runId, name: z.string() })),
  state: checkpointState,
  keptBecause: z.string().nullable().describe("why it cannot be deleted now, in one sentence"),
  trouble: z.string().describe("why the last try to delete it failed"),
});
export type CheckpointView = z.infer<typeof checkpointView>;

/** GET /api/v1/runs/{id}/checkpoints: the latest train step first, at most 500. */
export const runCheckpoints = z.strictObject({
  ablationId,
  retention: checkpointRetention.describe("the rule of the run's launch"),
  bytes: z.strictObject({
    run: z.number(),
    ablation: z.number(),
    hosts: z.array(namedHost.extend({ bytes: z.number() })).describe("everything on the disks of its hosts"),
  }),
  checkpoints: z.array(checkpointView),
});
export type RunCheckpoints = z.infer<typeof runCheckpoints>;

/** What an order about a checkpoint led to. */
export const checkpointAnswer = z.strictObject({
  id: checkpointId,
  pinned: z.boolean(),
  state: checkpointState,
});
export type CheckpointAnswer = z.infer<typeof checkpointAnswer>;

/** PATCH /api/v1/ablations/{id}/retention: fields that are left out stay. */
export const retentionChange = z.strictObject({
  keepLast: checkpointRetention.shape.keepLast.removeDefault().optional(),
  keepEvery: checkpointRetention.shape.keepEvery.removeDefault().optional(),
  upload: checkpointRetention.shape.upload.removeDefault().optional(),
});
export type RetentionChange = z.infer<typeof retentionChange>;
