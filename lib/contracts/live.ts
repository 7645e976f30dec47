import { z } from "zod";
import { ablationId, jobId, runId } from "./ids";
import { count, trainStep } from "./scalars";
import { jobStatus } from "./statuses";

/**
 * Live events: `GET /api/v1/live?runs=a,b`, `?ablation=…`, or neither for everything, as server-sent events.
 *
 * - Every message has `event: news` and one {@link liveMessage} as JSON in `data:`. Messages say *that* something new is
 *   stored, not what: refetch the tail that is on screen (a series with `fromStep`, log lines after the last id), at
 *   most once a second. What is announced is already committed.
 * - `id:` grows within one server process. After a break the browser sends `Last-Event-ID` by itself and gets what it
 *   missed. Where the server cannot know what that was (it restarted, the break was too long, or its own connection to
 *   the database broke), it sends `event: reset` with `{}`: refetch everything on screen.
 * - `event: hello` with `{}` comes first on a new connection: news from here on are told.
 * - A comment line comes every 15 s; `EventSource` reconnects by itself, after the `retry:` that it is told.
 */
export const LIVE_CHANNEL = "stepwell";
export const LIVE_HEARTBEAT_MS = 15_000;
export const LIVE_RETRY_MS = 1_000;

const about = { runId: runId.nullable(), jobId: jobId.nullable(), ablationId: ablationId.nullable() };

/** New events of one stream are stored. `events` are phases, artifacts, environments, and kinds unknown to the server. */
export const liveStreamMessage = z.object({
  type: z.enum(["metrics", "traces", "logs", "events", "evaluations", "system"]),
  ...about,
  events: count.describe("how many"),
  /** metrics and traces: the train steps that are new lie within these. */
  fromTrainStep: trainStep.nullable().default(null),
  toTrainStep: trainStep.nullable().default(null),
  /** metrics: the series; empty if there are too many to name. */
  names: z.array(z.string()).default([]),
});

/** A run or job has another status. */
export const liveStatusMessage = z.object({ type: z.literal("status"), ...about, status: jobStatus });

/** Something this client does not know yet: refetch what is shown of the run. */
export const liveMessage = z.union([
  liveStreamMessage,
  liveStatusMessage,
  z.looseObject({ type: z.string(), ...about }),
]);
export type LiveMessage = z.infer<typeof liveMessage>;
export type LiveStreamMessage = z.infer<typeof liveStreamMessage>;

/** Query of `GET /api/v1/live`. */
export const liveQuery = z.strictObject({
  runs: z
    .preprocess((value) => (typeof value === "string" ? value.split(",") : value), z.array(runId).max(512))
    .optional()
    .describe("run ids, separated by commas"),
  ablation: ablationId.optional(),
});
