import { z } from "zod";
import { hostId } from "./ids";

/** Settings for one job, as the host's launcher declares them (lib/contracts/launchers): the host's own, changed. */
export const launchOptions = z.record(z.string().min(1).max(100), z.json());
export type LaunchOptions = z.infer<typeof launchOptions>;

/** Where jobs run, and how its launcher starts them there. */
export const place = z.strictObject({
  hostId: hostId.nullable().describe("null = any capable host"),
  launch: launchOptions.default({}),
});
export type Place = z.infer<typeof place>;

/** Where the parts of a launch run; null = as the launch says (`hostId`), and an arm may say it for itself. */
export const places = z.strictObject({
  warmUp: place.nullable().default(null).describe("rewriting and warm-ups"),
  training: place.nullable().default(null).describe("arms that do not say it themselves"),
  evaluation: place.nullable().default(null).describe("null = where the checkpoint lies"),
});
export type Places = z.infer<typeof places>;

/** What becomes of a job whose trainer crashed. */
export const retryPolicy = z.strictObject({
  limit: z.int().min(0).max(20).default(0).describe("tries again after a crash"),
  backoffSeconds: z.int().min(0).max(86_400).default(30).describe("before the first, doubled each time"),
});
export type RetryPolicy = z.infer<typeof retryPolicy>;

/** Which checkpoints of a training stay on disk; the last one, the final one and pinned ones always do. */
export const checkpointRetention = z.strictObject({
  keepLast: z
    .int()
    .min(1)
    .max(10_000)
    .nullable()
    .default(null)
    .describe("newest checkpoints to keep; null = all"),
  keepEvery: z
    .int()
    .min(1)
    .max(10_000_000)
    .nullable()
    .default(null)
    .describe("also keep those whose train step is a multiple of this"),
  upload: z
    .enum(["when-needed", "results", "all"])
    .default("results")
    .describe(
      "what goes to the server's store: what a job on another host needs; also each result that a training waits for, where there are several hosts; every checkpoint, so that the loss of a host loses nothing",
    ),
});
export type CheckpointRetention = z.infer<typeof checkpointRetention>;
