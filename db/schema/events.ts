import {
  bigint,
  bigserial,
  boolean,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { StreamKind } from "@/lib/contracts";
import { runs } from "./ablations";
import { at, id, int8multirange } from "./columns";
import { attempts, jobs } from "./jobs";

/** Which sequence numbers of a stream are stored: what makes ingest idempotent, gaps and late batches included. */
export const streams = pgTable(
  "streams",
  {
    attemptId: id("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    kind: text().$type<StreamKind>().notNull(),
    received: int8multirange().notNull(),
    lastReceivedAt: at("last_received_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.kind] })],
);

/** Phases, environments, artifacts, status changes, refused batches, and kinds this server does not know. */
export const runEvents = pgTable(
  "run_events",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    runId: id("run_id").references(() => runs.id, { onDelete: "cascade" }),
    jobId: id("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    attemptId: id("attempt_id").references(() => attempts.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }),
    type: text().notNull(),
    at: at("at").notNull(),
    receivedAt: at("received_at").notNull().defaultNow(),
    body: jsonb().$type<Record<string, unknown>>().notNull(),
    /** True if U+0000 or lone surrogates in its texts were escaped to be stored (lib/domain/stored-text.ts). */
    textEscaped: boolean("text_escaped").notNull().default(false),
  },
  (t) => [index().on(t.runId, t.id), index().on(t.jobId, t.id)],
);

export const logLines = pgTable(
  "log_lines",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    jobId: id("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    runId: id("run_id").references(() => runs.id, { onDelete: "cascade" }),
    attemptId: id("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    at: at("at").notNull(),
    level: text({ enum: ["debug", "info", "warn", "error"] }).notNull(),
    source: text().notNull(),
    text: text().notNull(),
    textEscaped: boolean("text_escaped").notNull().default(false),
  },
  (t) => [index().on(t.runId, t.id), index().on(t.jobId, t.id), unique().on(t.attemptId, t.seq)],
);
