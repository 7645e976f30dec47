import { boolean, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import type { NotificationBody, NotificationWatch } from "@/lib/contracts";
import { ablations, runs } from "./ablations";
import { at, createdAt, id } from "./columns";

/** Rules are data: what to watch, and where to tell it. */
export const notificationRules = pgTable("notification_rules", {
  id: id().primaryKey(),
  name: text().notNull(),
  /** lib/contracts/notifications.ts: what it watches, and its thresholds. */
  watch: jsonb().$type<NotificationWatch>().notNull(),
  /** Null: every ablation. */
  ablationId: id("ablation_id").references(() => ablations.id, { onDelete: "cascade" }),
  url: text().notNull(),
  /** Signs the body (HMAC-SHA256); shown once. */
  secret: text().notNull(),
  enabled: boolean().notNull().default(true),
  createdAt: createdAt(),
});

/** One thing that a rule saw, and how telling it went. */
export const notifications = pgTable(
  "notifications",
  {
    id: id().primaryKey(),
    ruleId: id("rule_id")
      .notNull()
      .references(() => notificationRules.id, { onDelete: "cascade" }),
    runId: id("run_id").references(() => runs.id, { onDelete: "cascade" }),
    /** The same happening is told once by a rule. */
    dedupe: text().notNull(),
    body: jsonb().$type<NotificationBody>().notNull(),
    createdAt: createdAt(),
    tries: integer().notNull().default(0),
    nextTryAt: at("next_try_at"),
    deliveredAt: at("delivered_at"),
    lastError: text("last_error").notNull().default(""),
  },
  (t) => [unique().on(t.ruleId, t.dedupe), index().on(t.nextTryAt), index().on(t.runId)],
);
