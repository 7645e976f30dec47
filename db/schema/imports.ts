import { bigserial, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import type {
  HealthReport,
  ImportFormat,
  ImportOptions,
  ImportProgress,
  ImportStatus,
} from "@/lib/contracts";
import { ablations, projects } from "./ablations";
import { at, createdAt, id } from "./columns";

/** One import of traces from elsewhere, with what it found. The same source into the same place is the same import. */
export const imports = pgTable(
  "imports",
  {
    id: id().primaryKey(),
    projectId: id("project_id")
      .notNull()
      .references(() => projects.id),
    ablationId: id("ablation_id")
      .notNull()
      .references(() => ablations.id, { onDelete: "cascade" }),
    format: text().$type<ImportFormat>().notNull(),
    /** What was imported, as its user named it: a file's or folder's name. */
    source: text().notNull(),
    /** sha256 over the names and contents of its files. */
    sourceSha256: text("source_sha256").notNull(),
    status: text().$type<ImportStatus>().notNull(),
    options: jsonb().$type<ImportOptions>().notNull(),
    progress: jsonb().$type<ImportProgress>().notNull(),
    /** Null until everything was read. */
    report: jsonb().$type<HealthReport>(),
    /** Why it failed; empty otherwise. */
    error: text().notNull().default(""),
    createdAt: createdAt(),
    endedAt: at("ended_at"),
  },
  (t) => [unique().on(t.ablationId, t.format, t.sourceSha256), index().on(t.projectId, t.createdAt)],
);

/** Lines that were refused and things that did not fit, in the order they were met. */
export const importProblems = pgTable(
  "import_problems",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    importId: id("import_id")
      .notNull()
      .references(() => imports.id, { onDelete: "cascade" }),
    kind: text({ enum: ["rejected", "unjoined", "duplicate", "note"] }).notNull(),
    file: text().notNull(),
    /** From 1; null where the format has no lines. */
    line: integer(),
    reason: text().notNull(),
    excerpt: text().notNull().default(""),
  },
  (t) => [index().on(t.importId, t.id)],
);
