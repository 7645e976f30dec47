import { z } from "zod";

/** A run's life (design.md): decided only by lib/domain/run-status.ts. */
export const runStatus = z.enum([
  "draft",
  "queued",
  "leased",
  "starting",
  "running",
  "stopping",
  "succeeded",
  "failed",
  "cancelled",
  "lost",
  "skipped",
]);
export type RunStatus = z.infer<typeof runStatus>;

/** A job shares the words; a run's status is its training job's. `skipped`: a dependency did not succeed. */
export const jobStatus = runStatus;
export type JobStatus = RunStatus;
