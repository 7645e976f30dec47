import { z } from "zod";
import { ablationId, hostId, jobId, runId } from "./ids";
import { jobKind } from "./job-spec";
import { count, isoTime } from "./scalars";
import { jobStatus } from "./statuses";

/**
 * Why a queued job waits. `next`: a free place takes it as soon as its agent asks. `copying`: what it needs is on its way
 * from another host. `split-inputs`: what it needs lies on the disks of several hosts and cannot be copied. `no-capable-host`: each host that could run it has a reason of its own.
 */
export const waitCode = z.enum([
  "next",
  "dependency",
  "backoff",
  "capacity",
  "copying",
  "no-host",
  "host-paused",
  "host-draining",
  "host-away",
  "trainer-not-ready",
  "host-removed",
  "split-inputs",
  "no-capable-host",
]);
export type WaitCode = z.infer<typeof waitCode>;

/** `startsAt` and `endsAt` are null where it cannot start as things are. */
const estimate = z.strictObject({
  startsAt: isoTime.nullable(),
  endsAt: isoTime.nullable(),
  /** How long it is expected to run. */
  seconds: z.number().nonnegative(),
  /** `measured`: from earlier jobs of its kind; `assumed`: none of that kind and size has ended on this server yet. */
  source: z.enum(["measured", "assumed"]),
});

const common = {
  id: jobId,
  name: z.string(),
  kind: jobKind,
  runId: runId.nullable(),
  ablationId,
  ablationName: z.string(),
  estimate,
};

export const queuedJob = z.strictObject({
  ...common,
  /** From 1, over the whole queue. */
  place: count,
  /** A person put it there; otherwise it stands in the order of launch. */
  moved: z.boolean(),
  /** Queued jobs that wait for it, directly or not: they are skipped if it is cancelled. */
  dependents: count,
  wait: z.strictObject({
    code: waitCode,
    /** One sentence for people. */
    sentence: z.string(),
    /** The jobs it waits for. */
    jobs: z.array(z.strictObject({ id: jobId, name: z.string(), status: jobStatus })),
  }),
  /** Where it has to run and why; empty: anywhere. */
  boundTo: z.array(z.strictObject({ hostId, hostName: z.string(), why: z.string() })),
});
export type QueuedJob = z.infer<typeof queuedJob>;

export const runningJob = z.strictObject({
  ...common,
  status: jobStatus,
  hostId: hostId.nullable(),
  hostName: z.string().nullable(),
  startedAt: isoTime.nullable(),
  /** What the engine calls its state, in its own words; empty if it says nothing. */
  engineState: z.string(),
});
/** What a person paused: it holds no place and is in no order. */
export const pausedJob = z.strictObject({
  id: jobId,
  name: z.string(),
  runId: runId.nullable(),
  ablationId,
  ablationName: z.string(),
  statusReason: z.string(),
  /** Queued jobs that wait for it, directly or not. */
  dependents: count,
});
export type PausedJob = z.infer<typeof pausedJob>;
export type RunningJob = z.infer<typeof runningJob>;

/** GET /api/v1/queue. `host`: jobs that may run there, and those that do. */
export const queueQuery = z.strictObject({ ablation: ablationId.optional(), host: hostId.optional() });
export type QueueQuery = z.infer<typeof queueQuery>;

export const queueView = z.strictObject({
  running: z.array(runningJob),
  paused: z.array(pausedJob),
  /** In the order in which a free place looks for a job that it can run; at most 500. */
  queued: z.array(queuedJob),
  /** Queued jobs that match, and all of them. */
  matching: count,
  total: count,
  /** What can be chosen: of all queued and running jobs. */
  choices: z.strictObject({
    ablations: z.array(z.strictObject({ id: ablationId, name: z.string() })),
    hosts: z.array(z.strictObject({ id: hostId, name: z.string() })),
  }),
});
export type QueueView = z.infer<typeof queueView>;

/**
 * POST /api/v1/jobs/{id}/move. The queued jobs that it waits for go along where they stood behind its new place.
 * `launch-order`: back to where the launch put it.
 */
export const moveRequest = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("top") }),
  z.strictObject({ to: z.literal("launch-order") }),
  z.strictObject({ to: z.enum(["before", "after"]), job: jobId.describe("another queued job") }),
]);
export type MoveRequest = z.infer<typeof moveRequest>;
export const moveAnswer = z.strictObject({
  /** Place of the job now, from 1. */
  place: count,
  /** It and what went along with it, in their order. */
  moved: z.array(z.strictObject({ id: jobId, name: z.string() })),
});
