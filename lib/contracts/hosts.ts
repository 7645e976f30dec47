import { z } from "zod";
import { hostId, jobId } from "./ids";
import { count, isoTime } from "./scalars";
import { jobStatus } from "./statuses";

/** A host as shown to people. */
export const hostView = z.strictObject({
  id: hostId,
  name: z.string(),
  launcher: z.string(),
  capacity: count.describe("jobs at the same time"),
  liveAttempts: count,
  state: z.enum(["active", "paused", "draining"]),
  connected: z.boolean().describe("it reported within the last half minute"),
  trainerReady: z.boolean(),
  trainerDetail: z.string(),
  facts: z.record(z.string(), z.string()),
  lastSeenAt: isoTime.nullable(),
});
export type HostView = z.infer<typeof hostView>;
export const hostList = z.strictObject({ hosts: z.array(hostView) });

/** Answer to cancel and retry: the jobs that it changed, as they are now. */
export const controlAnswer = z.strictObject({
  jobs: z.array(z.strictObject({ id: jobId, name: z.string(), status: jobStatus })),
});
export type ControlAnswer = z.infer<typeof controlAnswer>;
