import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { runs } from "./ablations";
import { at, bytea, id } from "./columns";
import { attempts } from "./jobs";

/** One named series of one attempt. */
export const metricSeries = pgTable(
  "metric_series",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    runId: id("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    attemptId: id("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    name: text().notNull(),
    points: bigint({ mode: "number" }).notNull().default(0),
    firstTrainStep: integer("first_train_step"),
    lastTrainStep: integer("last_train_step"),
    lastValue: doublePrecision("last_value"),
    /** Level-0 rows that are not compacted yet, and their points: what decides when to compact. */
    pendingRows: integer("pending_rows").notNull().default(0),
    pendingPoints: integer("pending_points").notNull().default(0),
    /** Train steps the widest level-0 row spans: bounds a range scan on firstTrainStep from below. */
    widestChunkSteps: integer("widest_chunk_steps").notNull().default(0),
  },
  (t) => [unique().on(t.attemptId, t.name), index().on(t.runId, t.name)],
);

/**
 * Points in batches with their summary. Level 0 holds the points themselves (first as batches arrive, later compacted
 * into chunks of about a thousand). A row of level n >= 1 sums up the compacted points of one aligned window of train
 * steps (32 at level 1, eight times as many at each next one: lib/metrics/pyramid.ts), so that a chart reads the same
 * number of rows for a thousand points and for a hundred million, and the windows do not depend on how points arrived.
 */
export const metricChunks = pgTable(
  "metric_chunks",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    seriesId: bigint("series_id", { mode: "number" })
      .notNull()
      .references(() => metricSeries.id, { onDelete: "cascade" }),
    level: smallint().notNull(),
    firstTrainStep: integer("first_train_step").notNull(),
    lastTrainStep: integer("last_train_step").notNull(),
    count: integer().notNull(),
    finiteCount: integer("finite_count").notNull(),
    min: doublePrecision(),
    max: doublePrecision(),
    sum: doublePrecision().notNull(),
    hasNan: boolean("has_nan").notNull(),
    hasPosInf: boolean("has_pos_inf").notNull(),
    hasNegInf: boolean("has_neg_inf").notNull(),
    /** Level 0: its points are counted in the levels above. Always true there. */
    compacted: boolean().notNull().default(false),
    /** Level 0 only: (int32 trainStep, float64 value, float64 epoch ms) triples, little endian. */
    points: bytea(),
  },
  (t) => [
    index().on(t.seriesId, t.level, t.firstTrainStep),
    uniqueIndex("metric_chunks_window").on(t.seriesId, t.level, t.firstTrainStep).where(sql`level > 0`),
    index("metric_chunks_pending").on(t.seriesId).where(sql`level = 0 and not compacted`),
  ],
);

/** Cumulative cost at each train step: every x-axis joins to it. */
export const trainStepProgress = pgTable(
  "train_step_progress",
  {
    attemptId: id("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    runId: id("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    trainStep: integer("train_step").notNull(),
    responseTokens: bigint("response_tokens", { mode: "number" }).notNull(),
    continuationTokens: bigint("continuation_tokens", { mode: "number" }).notNull(),
    activeMs: bigint("active_ms", { mode: "number" }).notNull(),
    gpuMs: bigint("gpu_ms", { mode: "number" }).notNull(),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.trainStep] }), index().on(t.runId, t.trainStep)],
);
