import { z } from "zod";
import { ablationId, attemptId, jobId, runId } from "./ids";
import { count, isoTime, label, systemNumber } from "./scalars";
import { commandConfig } from "./stacks";

/**
 * PUT /api/v1/wrapped-runs/{id}: a command that its user started with `stepwell run`. The ids and the token are the
 * wrapper's own, so that it can begin while the server is away and say so later, any number of times.
 */
export const wrappedRunStart = z.strictObject({
  attemptId,
  /** Writes this one run from then on; the server keeps its hash only. */
  token: z.string().regex(/^swr_[\w-]{43}$/, "must be swr_ and 43 random characters"),
  project: label.describe("runs of one project stand together"),
  name: label,
  command: commandConfig.omit({ env: true }),
  hostName: label,
  /** Whatever its user wants to find again: hyperparameters, tags. */
  config: z.record(z.string().max(200), z.json()).default({}),
  startedAt: isoTime,
  pid: systemNumber.nullable().default(null),
});
export type WrappedRunStart = z.infer<typeof wrappedRunStart>;

export const wrappedRunAnswer = z.strictObject({
  runId,
  jobId,
  ablationId,
  url: z.string().describe("the run's page"),
  eventsPath: z.string(),
  heartbeatMs: count,
});
export type WrappedRunAnswer = z.infer<typeof wrappedRunAnswer>;

/** POST /api/v1/wrapped-runs/{id}/heartbeat: `stop`: end the command; `forget`: another attempt has taken over. */
export const wrappedRunOrder = z.strictObject({ order: z.enum(["go-on", "stop", "forget"]) });
export type WrappedRunOrder = z.infer<typeof wrappedRunOrder>;

/** POST /api/v1/wrapped-runs/{id}/end. The same end may be told any number of times. */
export const wrappedRunEnd = z.strictObject({
  exitCode: systemNumber.nullable(),
  signal: z.string().max(20).nullable().default(null),
  detail: z.string().max(20_000).default("").describe("its last words, where it ended badly"),
  endedAt: isoTime,
});
export type WrappedRunEnd = z.infer<typeof wrappedRunEnd>;
