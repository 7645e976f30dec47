import { z } from "zod";
import { agentLogLine, hostUsage } from "./agent-api";
import { hostView } from "./hosts";
import { bigCount, count, isoTime } from "./scalars";

/** What of a host's usage is drawn. Rates come from counters that only grow. */
export const hostMetric = z.enum([
  "cpuCores",
  "memoryBytes",
  "diskFreeBytes",
  "networkReceived",
  "networkSent",
  "gpuUtilization",
  "gpuMemoryBytes",
  "gpuWatts",
]);
export type HostMetric = z.infer<typeof hostMetric>;

/** Query of `GET /api/v1/hosts/{id}/usage`. */
export const hostUsageQuery = z.strictObject({
  hours: z.coerce.number().min(0.1).max(168).default(24).describe("back from now; samples are kept a week"),
  buckets: z.coerce.number().int().min(2).max(1000).default(400).describe("most marks of a line"),
});
export type HostUsageQuery = z.infer<typeof hostUsageQuery>;

export const hostUsageLine = z.object({
  metric: hostMetric,
  gpu: count.nullable(),
  marks: z.array(
    z.object({
      x: z.number().describe("ms since `from`: the mean of its samples"),
      count,
      min: z.number(),
      mean: z.number(),
      max: z.number(),
    }),
  ),
});
export const hostUsageAnswer = z.object({
  from: isoTime,
  to: isoTime,
  bucketMs: count,
  lines: z.array(hostUsageLine),
  latest: z.object({ at: isoTime, usage: hostUsage }).nullable(),
});
export type HostUsageAnswer = z.infer<typeof hostUsageAnswer>;

const lineNumber = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Query of `GET /api/v1/hosts/{id}/log`. Without `after` and `before`: the end of the log. */
export const hostLogQuery = z.strictObject({
  after: lineNumber.optional().describe("only lines after this id, the oldest first in line"),
  before: lineNumber.optional().describe("only lines before this id"),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  q: z.string().max(200).default("").describe("text that the line holds, upper or lower case"),
  event: z.string().max(100).optional().describe("only lines of this event"),
});
export type HostLogQuery = z.infer<typeof hostLogQuery>;

export const hostLogLine = agentLogLine.extend({ id: bigCount });
export type HostLogLine = z.infer<typeof hostLogLine>;
export const hostLog = z.object({
  lines: z.array(hostLogLine).describe("in order of arrival"),
  /** There are more lines beyond this end. */
  more: z.boolean(),
  events: z.array(z.string()).describe("all events that the log has, the most frequent first"),
});
export type HostLog = z.infer<typeof hostLog>;

/** GET /api/v1/hosts/{id}: one host, with the version that its agent ought to have. */
export const hostDetail = z.object({ host: hostView, serverVersion: z.string() });
export type HostDetail = z.infer<typeof hostDetail>;
