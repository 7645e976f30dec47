import { z } from "zod";
import { attemptId, jobId } from "./ids";
import { jobKind } from "./job-spec";
import { bigCount, count, isoTime } from "./scalars";

const milliseconds = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Query of `GET /api/v1/runs/{id}/system` and `GET /api/v1/jobs/{id}/system`. */
export const systemQuery = z.strictObject({
  from: milliseconds.optional().describe("ms since the first attempt began; absent: from the beginning"),
  to: milliseconds.optional().describe("ms since the first attempt began; absent: to the latest sample"),
  buckets: z.coerce.number().int().min(2).max(1000).default(400).describe("most marks of a line"),
});
export type SystemQuery = z.infer<typeof systemQuery>;

/** What is drawn, and in which unit. Rates come from counters that only grow: bytes since the sample before. */
export const SYSTEM_METRICS = {
  cpuCores: "cores kept busy by the process tree",
  hostCpuCores: "cores kept busy by everything on the machine",
  memoryBytes: "resident memory of the process tree, bytes",
  hostMemoryBytes: "memory in use on the machine, bytes",
  diskRead: "read from disks by the process tree, bytes per second",
  diskWritten: "written to disks by the process tree, bytes per second",
  diskFreeBytes: "free where outputs are written, bytes",
  networkReceived: "received by the machine, bytes per second",
  networkSent: "sent by the machine, bytes per second",
  gpuUtilization: "share of the time in which a GPU was busy, 0 to 1",
  gpuMemoryBytes: "memory in use on a GPU, bytes",
  gpuWatts: "power drawn by a GPU, watts",
  gpuCelsius: "temperature of a GPU, degrees Celsius",
} as const;
export const systemMetric = z.enum(Object.keys(SYSTEM_METRICS) as [keyof typeof SYSTEM_METRICS]);
export type SystemMetric = z.infer<typeof systemMetric>;

/** All samples of one stretch of time. */
export const systemMark = z.object({
  x: z.number().describe("ms since the first attempt began: the mean of its samples"),
  count: count.describe("samples"),
  min: z.number(),
  mean: z.number(),
  max: z.number(),
});
export type SystemMark = z.infer<typeof systemMark>;

export const systemLine = z.object({
  metric: systemMetric,
  gpu: count.nullable().describe("nvidia-smi's number of the GPU; null: not of a GPU"),
  attemptId,
  marks: z.array(systemMark),
});
export type SystemLine = z.infer<typeof systemLine>;

/** An attempt on the time axis. Evaluations are jobs of their own. */
export const systemAttempt = z.object({
  attemptId,
  attemptNumber: count,
  jobId,
  jobKind,
  hostName: z.string(),
  from: z.number().describe("ms since the first attempt began"),
  to: z.number().nullable().describe("null: it has not ended"),
});
export type SystemAttempt = z.infer<typeof systemAttempt>;

export const systemAnswer = z.object({
  beganAt: isoTime.nullable().describe("x = 0; null: nothing has begun"),
  from: z.number().describe("what was read, ms since then"),
  to: z.number(),
  bucketMs: count,
  samples: count.describe("within what was read"),
  every: count.describe("1: all samples were read; n: every n-th, since there are many"),
  attempts: z.array(systemAttempt),
  lines: z.array(systemLine),
  gpus: z.array(z.object({ index: count, name: z.string(), memoryTotalBytes: bigCount.nullable() })),
  hostMemoryTotalBytes: bigCount.nullable().describe("of the machine that was sampled last"),
});
export type SystemAnswer = z.infer<typeof systemAnswer>;
