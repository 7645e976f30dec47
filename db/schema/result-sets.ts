import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { ResultSetFile } from "@/lib/contracts";
import { projects } from "./ablations";
import { createdAt, id } from "./columns";

/** Results that somebody reported, kept as they were given: one seed an arm, no items. */
export const resultSets = pgTable("result_sets", {
  id: id().primaryKey(),
  projectId: id("project_id")
    .notNull()
    .references(() => projects.id),
  name: text().notNull(),
  content: jsonb().$type<ResultSetFile>().notNull(),
  /** Of the content: the same file imported twice is one set. */
  contentSha256: text("content_sha256").notNull().unique(),
  /** Names an example that ships with Stepwell; null for what a user imported. */
  exampleKey: text("example_key").unique(),
  createdAt: createdAt(),
});
