import { z } from "zod";
import { artifactRef } from "./job-spec";
import { bigCount, count, encodedNumber, isoTime, key, label, seed, sha256, trainStep } from "./scalars";
import { traceRecord } from "./trace-event";

export const SCHEMA_VERSION = 1;

/** Kinds of streams. A stream is `<attempt>/<kind>`; sequence numbers count within it from 1. */
export const streamKind = z.enum(["metrics", "traces", "logs", "status", "evaluations", "system"]);
export type StreamKind = z.infer<typeof streamKind>;

const envelope = { seq: z.int().min(1).max(Number.MAX_SAFE_INTEGER), at: isoTime };

/** All values of one train step. Names: lib/contracts/metric-names.ts, and any other the trainer has. */
export const metricsEvent = z.strictObject({
  ...envelope,
  type: z.literal("metrics"),
  trainStep,
  values: z.record(
    z
      .string()
      .regex(/^[\w.@%+-]+(\/[\w.@%+-]+)*$/)
      .max(250),
    encodedNumber,
  ),
  /** Cumulative over the attempt, from 0 also where it resumes: every x-axis joins to these. */
  progress: z
    .strictObject({
      responseTokens: bigCount,
      continuationTokens: bigCount,
      activeMs: bigCount,
      gpuMs: bigCount,
    })
    .nullable()
    .default(null),
});
export type MetricsEvent = z.infer<typeof metricsEvent>;

export const traceEvent = z.strictObject({ ...envelope, type: z.literal("trace"), trace: traceRecord });
export type TraceEvent = z.infer<typeof traceEvent>;

export const logEvent = z.strictObject({
  ...envelope,
  type: z.literal("log"),
  level: z.enum(["debug", "info", "warn", "error"]),
  source: z.enum(["trainer", "stdout", "stderr", "agent"]),
  text: z.string().max(100_000),
});
export type LogEvent = z.infer<typeof logEvent>;

/** What the trainer is doing now, in words; not the run's status, which only the server decides. */
export const phaseEvent = z.strictObject({
  ...envelope,
  type: z.literal("phase"),
  phase: z.string().min(1).max(100),
  message: z.string().max(2000).default(""),
  done: count.nullable().default(null),
  total: count.nullable().default(null),
});

export const artifactEvent = z.strictObject({
  ...envelope,
  type: z.literal("artifact"),
  kind: z.enum(["checkpoint", "traces"]),
  artifact: artifactRef,
  trainStep,
  final: z.boolean().describe("the job's result, which dependent jobs read"),
  bytes: bigCount,
  summary: z.record(z.string().max(100), encodedNumber).default({}),
});
export type ArtifactEvent = z.infer<typeof artifactEvent>;

/** Environment facts recorded once per attempt: code, packages, device, model size. */
export const environmentEvent = z.strictObject({
  ...envelope,
  type: z.literal("environment"),
  facts: z.record(z.string().max(100), z.string().max(4000)),
});

export const evaluationItem = z.strictObject({
  question: z.string().min(1).max(500).describe("question key, frozen by content"),
  cluster: z.string().max(500).nullable().default(null),
  decode: count,
  correct: z.boolean().nullable().describe("null: the verifier could not decide"),
  answer: z.string().max(10_000).nullable(),
  reference: z.string().max(100_000),
  prompt: z.string().max(200_000),
  response: z.string().max(2_000_000),
  responseTokens: count,
  formatValid: z.boolean(),
});
export type EvaluationItem = z.infer<typeof evaluationItem>;

export const evaluationEvent = z.strictObject({
  ...envelope,
  type: z.literal("evaluation"),
  benchmark: z.strictObject({
    key,
    title: label,
    contentSha256: sha256,
    questions: count.describe("questions in the benchmark as evaluated"),
  }),
  trainStep: trainStep.describe("of the evaluated checkpoint"),
  settings: z.strictObject({
    decodes: count,
    temperature: z.number().min(0),
    batchSize: count,
    seed,
    maxResponseTokens: count,
  }),
  items: z.array(evaluationItem).max(1000),
  complete: z.boolean().describe("true on the last event of this benchmark"),
});
export type EvaluationEvent = z.infer<typeof evaluationEvent>;

/**
 * What the machine gave to a run at one moment: the process tree of its trainer, and the GPUs that it sees. What cannot
 * be measured there is left out, never 0. Shares are of one core or one GPU, so 4 busy cores are 4.
 */
export const systemValues = z.strictObject({
  cpuCores: z.number().min(0).optional().describe("cores kept busy by the process tree"),
  memoryBytes: bigCount.optional().describe("resident memory of the process tree"),
  hostCpuCores: z.number().min(0).optional().describe("cores kept busy by everything on the machine"),
  hostMemoryBytes: bigCount.optional().describe("memory in use on the machine"),
  hostMemoryTotalBytes: bigCount.optional(),
  diskReadBytes: bigCount.optional().describe("read from disks by the process tree, since it began"),
  diskWrittenBytes: bigCount.optional().describe("written to disks by the process tree, since it began"),
  diskFreeBytes: bigCount.optional().describe("free where outputs are written"),
  networkReceivedBytes: bigCount.optional().describe("received by the machine, since it began"),
  networkSentBytes: bigCount.optional().describe("sent by the machine, since it began"),
  gpus: z
    .array(
      z.strictObject({
        index: count,
        name: z.string().max(200),
        utilization: z.number().min(0).max(1).nullable(),
        memoryBytes: bigCount.nullable(),
        memoryTotalBytes: bigCount.nullable(),
        watts: z.number().min(0).nullable(),
        celsius: z.number().nullable(),
      }),
    )
    .max(128)
    .optional()
    .describe("left out where nvidia-smi is absent"),
});
export type SystemValues = z.infer<typeof systemValues>;

/** One sample of {@link systemValues}; sampled by the trainer's client beside the trainer, wherever that runs. */
export const systemEvent = z.strictObject({ ...envelope, type: z.literal("system"), values: systemValues });
export type SystemEvent = z.infer<typeof systemEvent>;

export const knownEvent = z.discriminatedUnion("type", [
  metricsEvent,
  traceEvent,
  logEvent,
  phaseEvent,
  artifactEvent,
  environmentEvent,
  evaluationEvent,
  systemEvent,
]);
export type KnownEvent = z.infer<typeof knownEvent>;
export const KNOWN_EVENT_TYPES = [
  "metrics",
  "trace",
  "log",
  "phase",
  "artifact",
  "environment",
  "evaluation",
  "system",
] as const;

/** Kinds this server does not know are kept as they are, so that an older server loses nothing. */
export const unknownEvent = z.looseObject({
  ...envelope,
  type: z
    .string()
    .min(1)
    .max(100)
    .refine((t) => !(KNOWN_EVENT_TYPES as readonly string[]).includes(t)),
});

export const runEvent = z.union([knownEvent, unknownEvent]);
export type RunEvent = z.infer<typeof runEvent>;

/** One POST to `/api/v1/runs/{id}/events` (or `/api/v1/jobs/{id}/events`): all or nothing. */
export const eventBatch = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  stream: z
    .string()
    .regex(
      /^att_[0-9a-z]{8,40}\/(metrics|traces|logs|status|evaluations|system)$/,
      "must be <attempt>/<kind>",
    ),
  events: z.array(runEvent).min(1).max(1000),
});
export type EventBatch = z.infer<typeof eventBatch>;

export const eventBatchAnswer = z.strictObject({
  accepted: count.describe("events stored by this request"),
  duplicates: count.describe("events that were stored before"),
  /** The attempt is superseded or cancelled: the trainer should checkpoint and stop. */
  stop: z.boolean(),
});
export type EventBatchAnswer = z.infer<typeof eventBatchAnswer>;

/** Which stream an event belongs to. */
export const STREAM_OF: Record<(typeof KNOWN_EVENT_TYPES)[number], StreamKind> = {
  metrics: "metrics",
  trace: "traces",
  log: "logs",
  phase: "status",
  artifact: "status",
  environment: "status",
  evaluation: "evaluations",
  system: "system",
};
