import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { EvaluationEvent } from "@/lib/contracts";
import { runs } from "./ablations";
import { at, createdAt, id } from "./columns";
import { attempts, checkpoints, jobs } from "./jobs";

/** A fixed set of questions, frozen by content. */
export const benchmarks = pgTable(
  "benchmarks",
  {
    id: id().primaryKey(),
    key: text().notNull(),
    title: text().notNull(),
    contentSha256: text("content_sha256").notNull(),
    questions: integer().notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.key, t.contentSha256)],
);

/** One checkpoint on one benchmark. Counts are kept while items arrive. */
export const evaluations = pgTable(
  "evaluations",
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
    checkpointId: id("checkpoint_id").references(() => checkpoints.id, { onDelete: "set null" }),
    benchmarkId: id("benchmark_id")
      .notNull()
      .references(() => benchmarks.id),
    trainStep: integer("train_step").notNull(),
    settings: jsonb().$type<EvaluationEvent["settings"]>().notNull(),
    items: integer().notNull().default(0),
    correct: integer().notNull().default(0),
    ungraded: integer().notNull().default(0),
    completedAt: at("completed_at"),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.attemptId, t.benchmarkId), index().on(t.runId)],
);

export const evaluationItems = pgTable(
  "evaluation_items",
  {
    evaluationId: id("evaluation_id")
      .notNull()
      .references(() => evaluations.id, { onDelete: "cascade" }),
    question: text().notNull(),
    decode: integer().notNull(),
    cluster: text(),
    correct: boolean(),
    answer: text(),
    reference: text().notNull(),
    prompt: text().notNull(),
    response: text().notNull(),
    responseTokens: integer("response_tokens").notNull(),
    formatValid: boolean("format_valid").notNull(),
    textEscaped: boolean("text_escaped").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.evaluationId, t.question, t.decode] })],
);
