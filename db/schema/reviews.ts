import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { LabelEditChange, ReviewStatus, TraceSelection } from "@/lib/contracts";
import { projects } from "./ablations";
import { at, createdAt, id } from "./columns";
import { scorers } from "./scores";
import { traces } from "./traces";

/** Traces that were put together to be judged. The selection is kept as provenance; the traces are frozen. */
export const reviewSets = pgTable(
  "review_sets",
  {
    id: id().primaryKey(),
    projectId: id("project_id")
      .notNull()
      .references(() => projects.id),
    name: text().notNull(),
    guidelines: text().notNull().default(""),
    selection: jsonb().$type<TraceSelection>().notNull(),
    /** Hides c_i, verdict and the other raters from a rater until the trace is done. */
    blind: boolean().notNull().default(true),
    createdAt: createdAt(),
    closedAt: at("closed_at"),
  },
  (t) => [index().on(t.projectId, t.createdAt)],
);

export const reviewItems = pgTable(
  "review_items",
  {
    setId: id("set_id")
      .notNull()
      .references(() => reviewSets.id, { onDelete: "cascade" }),
    traceId: id("trace_id")
      .notNull()
      .references(() => traces.id, { onDelete: "cascade" }),
    position: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.setId, t.traceId] }), index().on(t.setId, t.position)],
);

/** Who is to judge which trace of a set. A rater is a scorer of kind human. */
export const reviewAssignments = pgTable(
  "review_assignments",
  {
    setId: id("set_id")
      .notNull()
      .references(() => reviewSets.id, { onDelete: "cascade" }),
    traceId: id("trace_id")
      .notNull()
      .references(() => traces.id, { onDelete: "cascade" }),
    scorerId: id("scorer_id")
      .notNull()
      .references(() => scorers.id, { onDelete: "cascade" }),
    status: text().$type<ReviewStatus>().notNull().default("to-do"),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.setId, t.traceId, t.scorerId] }),
    index().on(t.scorerId, t.status),
    index().on(t.traceId),
  ],
);

/** Every change of a judgement, by the id that the browser gave it: sent twice, it counts once. An undo is one more. */
export const labelEdits = pgTable(
  "label_edits",
  {
    id: text().primaryKey(),
    traceId: id("trace_id")
      .notNull()
      .references(() => traces.id, { onDelete: "cascade" }),
    scorerId: id("scorer_id")
      .notNull()
      .references(() => scorers.id, { onDelete: "cascade" }),
    /** Null: of the whole trace. */
    traceStep: integer("trace_step"),
    before: jsonb().$type<LabelEditChange>().notNull(),
    after: jsonb().$type<LabelEditChange>().notNull(),
    at: at("at").notNull(),
    receivedAt: at("received_at").notNull().defaultNow(),
  },
  (t) => [index().on(t.traceId, t.scorerId, t.receivedAt)],
);
