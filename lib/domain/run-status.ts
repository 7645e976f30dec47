import { type JobStatus, jobStatus } from "@/lib/contracts";

/**
 * What can happen to a job. The words are causes, not targets: the same cause leads elsewhere from another status
 * (a trainer that stops by itself is resumed, one that was told to stop is cancelled).
 */
export const STATUS_EVENTS = [
  "launch",
  "lease",
  "start",
  "run",
  "succeed",
  "fail",
  "crash",
  "pause",
  "lose",
  "recover",
  "requeue",
  "give-up",
  "cancel",
  "skip",
  "revive",
  "retry",
  "hold",
  "release",
  "continue",
] as const;
export type StatusEvent = (typeof STATUS_EVENTS)[number];

type Row = Partial<Record<StatusEvent, JobStatus>>;

/** What a live attempt has in common: the lease may be lost, and the trainer may end at any moment. */
const live: Row = {
  succeed: "succeeded",
  fail: "failed",
  crash: "queued",
  pause: "queued",
  lose: "lost",
  cancel: "stopping",
  hold: "pausing",
};

/**
 * Every allowed change (design.md, "A run's life").
 *
 * A `stopping` job that succeeds first has succeeded: its result is there and was reported. One that fails or is
 * lost while stopping is cancelled, since ending it is what was asked for. `recover` is an agent that comes back with
 * an attempt still alive after its lease ran out. `hold` and `release` are a person's pause and resume; `pause` is a
 * trainer that wrote its checkpoint and stopped. `crash` is an end that is tried again by itself, where `fail` is final.
 * A `paused` job whose lost process turns up alive is `pausing` again: it is still to be told. `continue` asks a
 * finished training for more train steps.
 */
const TRANSITIONS: Record<JobStatus, Row> = {
  draft: { launch: "queued", cancel: "cancelled" },
  queued: { lease: "leased", cancel: "cancelled", skip: "skipped", recover: "running", hold: "paused" },
  leased: { ...live, start: "starting", run: "running" },
  starting: { ...live, run: "running" },
  running: live,
  pausing: {
    succeed: "succeeded",
    fail: "failed",
    crash: "paused",
    pause: "paused",
    lose: "paused",
    cancel: "stopping",
  },
  paused: { release: "queued", cancel: "cancelled", skip: "skipped", recover: "pausing" },
  stopping: { succeed: "succeeded", fail: "cancelled", pause: "cancelled", lose: "cancelled" },
  lost: { requeue: "queued", "give-up": "failed", recover: "running", cancel: "cancelled" },
  succeeded: { continue: "queued" },
  failed: { retry: "queued" },
  cancelled: { retry: "queued" },
  skipped: { revive: "queued", cancel: "cancelled" },
};

/** The status after an event, or null if the event is not allowed now. The only place where a status is decided. */
export function transition(status: JobStatus, event: StatusEvent): JobStatus | null {
  return TRANSITIONS[status][event] ?? null;
}

export const ALL_STATUSES = jobStatus.options;

const LIVE = new Set<JobStatus>(["leased", "starting", "running", "pausing", "stopping"]);
const ENDED = new Set<JobStatus>(["succeeded", "failed", "cancelled", "skipped"]);

/** An attempt holds the job's lease. */
export function isLive(status: JobStatus): boolean {
  return LIVE.has(status);
}

/** Nothing more happens unless a person asks for it. */
export function isEnded(status: JobStatus): boolean {
  return ENDED.has(status);
}

/** Ended without a result, so that nothing that depends on it can run. */
export function isDeadEnd(status: JobStatus): boolean {
  return isEnded(status) && status !== "succeeded";
}

export function canCancel(status: JobStatus): boolean {
  return transition(status, "cancel") !== null;
}

export function canRetry(status: JobStatus): boolean {
  return transition(status, "retry") !== null;
}

/** A person may pause it: it waits, or an attempt of it runs. */
export function canPause(status: JobStatus): boolean {
  return transition(status, "hold") !== null;
}

export function canResume(status: JobStatus): boolean {
  return transition(status, "release") !== null;
}

/** Statuses as lists, for queries. */
export const LIVE_STATUSES: JobStatus[] = [...LIVE];
export const ENDED_STATUSES: JobStatus[] = [...ENDED];
