import { z } from "zod";
import { hostUsage } from "./agent-api";
import { hostId, jobId, runId } from "./ids";
import { jobKind } from "./job-spec";
import { bigCount, count, isoTime } from "./scalars";
import { jobStatus } from "./statuses";

/** A job that holds a place on a host. */
const jobOnHost = z.strictObject({
  id: jobId,
  name: z.string(),
  kind: jobKind,
  runId: runId.nullable(),
  status: jobStatus,
  /** What the engine calls its state, in its own words; empty if it says nothing. */
  engineState: z.string(),
  startedAt: isoTime.nullable(),
});

/** A host as shown to people. */
export const hostView = z.strictObject({
  id: hostId,
  name: z.string(),
  launcher: z.string(),
  capacity: count.describe("jobs at the same time"),
  liveAttempts: count,
  /** `draining`: takes no new jobs until it is resumed; `drained`: nothing runs on it any more. */
  state: z.enum(["active", "paused", "draining", "drained"]),
  connected: z.boolean().describe("it reported within the last half minute"),
  trainerReady: z.boolean(),
  trainerDetail: z.string(),
  facts: z.record(z.string(), z.string()),
  lastSeenAt: isoTime.nullable(),
  /** What runs on it now, first taken first. */
  running: z.array(jobOnHost),
  /** Queued jobs that can run nowhere else: launched for it, or what they need lies on its disk. */
  waiting: count,
  /** Of the agent that registered last; null if none ever did. */
  agentVersion: z.string().nullable(),
});
export type HostView = z.infer<typeof hostView>;
/** How busy a host was within the last hour, in `RECENT_BUCKETS` stretches; null: not told. */
export const RECENT_BUCKETS = 30;
const recentValues = z.array(z.number().nullable()).length(RECENT_BUCKETS);
const hostRecent = z.strictObject({
  hostId,
  latest: z.strictObject({ at: isoTime, usage: hostUsage }),
  cpuCores: recentValues.describe("cores kept busy"),
  gpuUtilization: recentValues.nullable().describe("mean over its GPUs, 0 to 1; null: none is told of"),
});
export type HostRecent = z.infer<typeof hostRecent>;

/** What Stepwell's jobs keep on a host's disk. */
const hostOnDisk = z.strictObject({
  hostId,
  checkpoints: count.describe("that are not deleted"),
  checkpointBytes: bigCount,
  copies: count.describe("artifacts that other hosts wrote and this one fetched"),
  copyBytes: bigCount,
  largest: z
    .strictObject({ runId, name: z.string(), bytes: bigCount })
    .nullable()
    .describe("the run whose checkpoints take most there"),
});
export type HostOnDisk = z.infer<typeof hostOnDisk>;

/** What an agent's version ought to be: `serverVersion` in a checkout, `installableVersion` where it was installed. */
export const hostList = z.strictObject({
  hosts: z.array(hostView),
  recent: z.array(hostRecent).describe("of the hosts that tell what keeps them busy"),
  onDisk: z.array(hostOnDisk).describe("of the hosts where something lies"),
  serverVersion: z.string(),
  installableVersion: z.string().nullable(),
});
export type HostList = z.infer<typeof hostList>;

/** Answer to pause, resume, drain and remove. */
export const hostControlAnswer = z.strictObject({
  /** Null where the host was removed. */
  host: hostView.nullable(),
  /** Jobs that were told: those that waited for a host that is removed. */
  jobs: z.array(z.strictObject({ id: jobId, name: z.string(), reason: z.string() })),
});

export type HostControlAnswer = z.infer<typeof hostControlAnswer>;

/** GET /api/v1/hosts/{id}/events: what was done to a host, the latest first, at most 200. */
export const hostHistory = z.strictObject({
  events: z.array(
    z.strictObject({
      id: bigCount,
      at: isoTime,
      type: z.enum(["registered", "returned", "paused", "resumed", "draining", "drained", "removed"]),
      detail: z.string(),
    }),
  ),
});
export type HostHistory = z.infer<typeof hostHistory>;

/** POST /api/v1/runs/{id}/continue. */
export const continueRequest = z.strictObject({
  moreTrainSteps: z
    .int()
    .min(1)
    .max(10_000_000)
    .describe("beyond where it ended; beyond its plan where it did not get there"),
});
export type ContinueRequest = z.infer<typeof continueRequest>;

/** Answer to cancel, retry, pause, resume and continue: the jobs that it changed, as they are now. */
export const controlAnswer = z.strictObject({
  jobs: z.array(z.strictObject({ id: jobId, name: z.string(), status: jobStatus })),
});
export type ControlAnswer = z.infer<typeof controlAnswer>;
