import { z } from "zod";
import { ablationId, hostId } from "./ids";
import { jobKind } from "./job-spec";
import { bigCount, count, key, seed } from "./scalars";

/** Answer to POST /api/v1/ablations. */
export const launchAnswer = z.strictObject({
  id: ablationId,
  /** Page and API address, relative to the server. */
  url: z.string(),
  apiUrl: z.string(),
  runs: count,
  jobs: count,
});
export type LaunchAnswer = z.infer<typeof launchAnswer>;

/** Where a figure of the estimate comes from. */
export const rateSource = z.strictObject({
  kind: jobKind,
  tokensPerSecond: z.number().positive(),
  /** measured: earlier jobs of this kind and profile on this server; assumed: a typical machine. */
  source: z.enum(["measured", "assumed"]),
  jobs: count.describe("earlier jobs that were measured"),
});
export type RateSource = z.infer<typeof rateSource>;

const tokens = z.strictObject({ responses: z.number().min(0), continuations: z.number().min(0) });

/** Answer to POST /api/v1/ablations/preview: what a launch would create and is expected to cost. */
export const launchPreview = z.strictObject({
  runs: z.array(
    z.strictObject({
      name: z.string(),
      arm: key.nullable(),
      seed,
      stage: z.enum(["sft", "grpo"]),
      plannedTrainSteps: count,
    }),
  ),
  /** One row per kind of job and arm (arm null: shared by the arms). */
  stages: z.array(
    z.strictObject({
      kind: jobKind,
      arm: key.nullable(),
      jobs: count,
      tokens: tokens.describe("of all its jobs together"),
      seconds: z.number().min(0).describe("of all its jobs together"),
    }),
  ),
  totals: z.strictObject({
    jobs: count,
    tokens,
    /** One job after the other. */
    jobSeconds: z.number().min(0),
    /** Side by side on the places below, by the queue's own rule. */
    wallSeconds: z.number().min(0),
    capacity: count,
    capacitySource: z.enum(["host", "hosts", "assumed"]),
  }),
  rates: z.array(rateSource),
  /** Where the jobs are expected to run: as their places say, and by the queue's rule where they say nothing. */
  hosts: z.array(
    z.strictObject({
      hostId: hostId.nullable().describe("null = no host is connected yet"),
      name: z.string(),
      launcher: z.string(),
      capacity: count,
      jobs: count,
      seconds: z.number().min(0).describe("of all its jobs together"),
    }),
  ),
  /** Checkpoints that stay on disk, by stage. */
  disk: z.array(
    z.strictObject({
      stage: z.enum(["sft", "grpo"]),
      runs: count,
      checkpoints: count.describe("that one run keeps, at the most"),
      bytesEach: bigCount.nullable().describe("null = nothing is known of this model's size"),
      source: z
        .enum(["measured", "estimated", "unknown"])
        .describe("measured: the latest one of this model; estimated: from the parameters in its name"),
    }),
  ),
  /** Things worth knowing before launching; none of them prevents it. */
  notes: z.array(z.string()),
});
export type LaunchPreview = z.infer<typeof launchPreview>;
