import { bigint, index, jsonb, pgTable, primaryKey } from "drizzle-orm/pg-core";
import type { SystemValues } from "@/lib/contracts";
import { runs } from "./ablations";
import { at, id } from "./columns";
import { attempts, jobs } from "./jobs";

/** What the machine gave to an attempt, sample by sample (lib/contracts/events.ts, systemEvent). */
export const systemSamples = pgTable(
  "system_samples",
  {
    attemptId: id("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    jobId: id("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    runId: id("run_id").references(() => runs.id, { onDelete: "cascade" }),
    at: at("at").notNull(),
    values: jsonb().$type<SystemValues>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.seq] }), index().on(t.runId, t.at)],
);
