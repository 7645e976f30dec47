import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { ablations } from "./ablations";
import { createdAt, id } from "./columns";

/** A report: the measured facts frozen at a moment. What it concludes is computed from them, and its sum is kept. */
export const reports = pgTable(
  "reports",
  {
    id: id().primaryKey(),
    /** Null where it is of a selection of runs, or where the ablation is gone: the report stays. */
    ablationId: id("ablation_id").references(() => ablations.id, { onDelete: "set null" }),
    title: text().notNull(),
    /** Facts as frozen (lib/contracts/report.ts); parsed on reading. */
    content: jsonb().$type<Record<string, unknown>>().notNull(),
    contentSha256: text("content_sha256").notNull(),
    codeVersion: text("code_version").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.ablationId, t.createdAt)],
);
