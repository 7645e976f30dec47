import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { ArtifactRef, JobKind, JobStatus, LaunchOptions } from "@/lib/contracts";
import { ablations, arms, runs } from "./ablations";
import { at, createdAt, id } from "./columns";
import { hosts, tokens } from "./hosts";

/**
 * The queue. A job is leased with `for update skip locked`; each lease mints an attempt. Inputs that other jobs
 * write are resolved at lease time from their outputs, so the row holds only what is known at launch.
 */
export const jobs = pgTable(
  "jobs",
  {
    id: id().primaryKey(),
    ablationId: id("ablation_id")
      .notNull()
      .references(() => ablations.id, { onDelete: "cascade" }),
    /** The training (sft, grpo) or whose checkpoint is evaluated (evaluate); null for rewrite. */
    runId: id("run_id").references(() => runs.id, { onDelete: "cascade" }),
    armId: id("arm_id").references(() => arms.id, { onDelete: "cascade" }),
    kind: text().$type<JobKind>().notNull(),
    name: text().notNull(),
    seed: integer().notNull(),
    status: text().$type<JobStatus>().notNull().default("queued"),
    statusReason: text("status_reason").notNull().default(""),
    priority: integer().notNull().default(0),
    /** Where a person put it among the queued jobs: such ones go first, the smallest first. Null: order of launch. */
    queuePosition: integer("queue_position"),
    /** Where it must run; null = any capable host. */
    requiredHostId: id("required_host_id").references(() => hosts.id),
    /** Where its outputs lie. */
    hostId: id("host_id").references(() => hosts.id),
    output: jsonb().$type<{ artifact: ArtifactRef; trainStep: number } | null>(),
    maxAttempts: integer("max_attempts").notNull().default(3),
    /** Crashes after which it is tried again by itself, and how often that happened since a person last asked. */
    retryLimit: integer("retry_limit").notNull().default(0),
    retriesUsed: integer("retries_used").notNull().default(0),
    /** Not leased before: the pause between a crash and the next try. */
    notBefore: at("not_before"),
    /** What its host's launcher is told (partition, time, GPUs). */
    launch: jsonb().$type<LaunchOptions>().notNull().default({}),
    /** Train steps asked for beyond the launch's: "continue for more". */
    moreTrainSteps: integer("more_train_steps").notNull().default(0),
    /** A wrapped command reports for itself: no agent may lease it. */
    wrapped: boolean().notNull().default(false),
    currentAttemptId: id("current_attempt_id"),
    leaseExpiresAt: at("lease_expires_at"),
    cancelRequestedAt: at("cancel_requested_at"),
    createdAt: createdAt(),
    startedAt: at("started_at"),
    endedAt: at("ended_at"),
  },
  (t) => [
    index().on(t.ablationId),
    index().on(t.runId),
    index("jobs_queue").on(t.status, t.priority, t.createdAt),
    index().on(t.leaseExpiresAt),
  ],
);

export const jobDependencies = pgTable(
  "job_dependencies",
  {
    jobId: id("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    dependsOnJobId: id("depends_on_job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.dependsOnJobId] }), index().on(t.dependsOnJobId)],
);

/** One try at a job, with its own token. A superseded attempt's events are kept, never drawn as current. */
export const attempts = pgTable(
  "attempts",
  {
    id: id().primaryKey(),
    jobId: id("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    runId: id("run_id").references(() => runs.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    hostId: id("host_id")
      .notNull()
      .references(() => hosts.id),
    tokenId: id("token_id")
      .notNull()
      .references(() => tokens.id),
    status: text().$type<JobStatus>().notNull().default("leased"),
    leasedAt: at("leased_at").notNull().defaultNow(),
    startedAt: at("started_at"),
    endedAt: at("ended_at"),
    exitCode: integer("exit_code"),
    signal: text(),
    pid: integer(),
    engineState: text("engine_state").notNull().default(""),
    detail: text().notNull().default(""),
    supersededAt: at("superseded_at"),
    drainedAt: at("drained_at"),
  },
  (t) => [unique().on(t.jobId, t.number), index().on(t.runId), index().on(t.hostId, t.status)],
);

/** The final and intermediate results of trainings on a host's disk. */
export const checkpoints = pgTable(
  "checkpoints",
  {
    id: id().primaryKey(),
    runId: id("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    jobId: id("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    attemptId: id("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    hostId: id("host_id")
      .notNull()
      .references(() => hosts.id),
    trainStep: integer("train_step").notNull(),
    final: boolean().notNull(),
    artifact: jsonb().$type<ArtifactRef>().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    summary: jsonb().$type<Record<string, number | string>>().notNull().default({}),
    /** Kept whatever the retention says, because a person asked for it. */
    pinnedAt: at("pinned_at"),
    /** Its host was told to delete the files; then that it did. */
    deleteRequestedAt: at("delete_requested_at"),
    deletedAt: at("deleted_at"),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.runId, t.trainStep)],
);
