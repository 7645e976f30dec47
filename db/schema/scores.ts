import { sql } from "drizzle-orm";
import { doublePrecision, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { ScorerKind, StepLabel } from "@/lib/contracts";
import { projects } from "./ablations";
import { at, createdAt, id } from "./columns";
import { traces } from "./traces";

/**
 * Who speaks about trace steps beside the continuations (whose counts stand on trace_steps): an empirical c_i, a PRM, a
 * judge, a person. Two versions of one scorer are two scorers.
 */
export const scorers = pgTable(
  "scorers",
  {
    id: id().primaryKey(),
    projectId: id("project_id")
      .notNull()
      .references(() => projects.id),
    kind: text().$type<ScorerKind>().notNull(),
    name: text().notNull(),
    version: text().notNull().default(""),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.projectId, t.kind, t.name, t.version)],
);

/** What one scorer says of one trace step. */
export const stepScores = pgTable(
  "step_scores",
  {
    traceId: id("trace_id")
      .notNull()
      .references(() => traces.id, { onDelete: "cascade" }),
    scorerId: id("scorer_id")
      .notNull()
      .references(() => scorers.id, { onDelete: "cascade" }),
    traceStep: integer("trace_step").notNull(),
    /** A number as the scorer gave it; null where it only labels. */
    value: doublePrecision(),
    label: text().$type<StepLabel>(),
    /** Where the value is a share: successes of n. */
    successes: integer(),
    n: integer(),
    note: text().notNull().default(""),
    tags: text().array().notNull().default(sql`'{}'`),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.traceId, t.scorerId, t.traceStep] }), index().on(t.scorerId)],
);

/** What one scorer says of a whole trace. */
export const traceScores = pgTable(
  "trace_scores",
  {
    traceId: id("trace_id")
      .notNull()
      .references(() => traces.id, { onDelete: "cascade" }),
    scorerId: id("scorer_id")
      .notNull()
      .references(() => scorers.id, { onDelete: "cascade" }),
    /** i of the first wrong trace step, 0 if none is wrong, null if it does not say. */
    firstError: integer("first_error"),
    /** A number for the whole trace as the scorer gave it. */
    value: doublePrecision(),
    note: text().notNull().default(""),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.traceId, t.scorerId] }), index().on(t.scorerId)],
);

/** Other candidates for a trace step after the same prefix, where a data set keeps them (PRM800K). */
export const stepAlternatives = pgTable(
  "step_alternatives",
  {
    traceId: id("trace_id")
      .notNull()
      .references(() => traces.id, { onDelete: "cascade" }),
    traceStep: integer("trace_step").notNull(),
    index: integer().notNull(),
    text: text().notNull(),
    scorerId: id("scorer_id").references(() => scorers.id, { onDelete: "cascade" }),
    value: doublePrecision(),
    label: text().$type<StepLabel>(),
  },
  (t) => [primaryKey({ columns: [t.traceId, t.traceStep, t.index] })],
);
