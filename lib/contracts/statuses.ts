import { z } from "zod";

/** A run's life (design.md): decided only by lib/domain/run-status.ts. */
export const runStatus = z.enum([
  "draft",
  "queued",
  "leased",
  "starting",
  "running",
  "pausing",
  "paused",
  "stopping",
  "succeeded",
  "failed",
  "cancelled",
  "lost",
  "skipped",
]);
export type RunStatus = z.infer<typeof runStatus>;

/** What a run is: a warm-up, a GRPO training, a command of the user's own, or traces that were imported. */
export const runStage = z.enum(["sft", "grpo", "command", "import"]);
export type RunStage = z.infer<typeof runStage>;

/** A job shares the words; a run's status is its training job's. `skipped`: a dependency did not succeed. */
export const jobStatus = runStatus;
export type JobStatus = RunStatus;
