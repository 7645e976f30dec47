import { and, count, desc, eq, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { ablations, notificationRules, notifications, runs } from "@/db/schema";
import type { NotificationKind, NotificationRuleChange } from "@/lib/contracts";

export type RuleRow = typeof notificationRules.$inferSelect;
export type NotificationRow = typeof notifications.$inferSelect;

export async function insertRule(db: Queryable, rule: typeof notificationRules.$inferInsert): Promise<void> {
  await db.insert(notificationRules).values(rule);
}

/** False where there is no such rule. */
export async function updateRule(
  db: Queryable,
  id: string,
  change: NotificationRuleChange,
): Promise<boolean> {
  if (Object.keys(change).length === 0) return (await selectRule(db, id)) !== null;
  const changed = await db
    .update(notificationRules)
    .set(change)
    .where(eq(notificationRules.id, id))
    .returning({ id: notificationRules.id });
  return changed.length > 0;
}

export async function deleteRule(db: Queryable, id: string): Promise<boolean> {
  const gone = await db
    .delete(notificationRules)
    .where(eq(notificationRules.id, id))
    .returning({ id: notificationRules.id });
  return gone.length > 0;
}

export async function selectRule(db: Queryable, id: string): Promise<RuleRow | null> {
  const [row] = await db.select().from(notificationRules).where(eq(notificationRules.id, id));
  return row ?? null;
}

/** Rules with what became of what they told, the newest first. */
export function selectRules(db: Queryable) {
  return db
    .select({
      rule: notificationRules,
      ablationName: ablations.name,
      sent: sql<number>`(count(*) filter (where ${notifications.deliveredAt} is not null))::int`,
      failing: sql<number>`(count(*) filter (where ${notifications.deliveredAt} is null and ${notifications.tries} > 0))::int`,
    })
    .from(notificationRules)
    .leftJoin(ablations, eq(ablations.id, notificationRules.ablationId))
    .leftJoin(notifications, eq(notifications.ruleId, notificationRules.id))
    .groupBy(notificationRules.id, ablations.name)
    .orderBy(desc(notificationRules.createdAt), notificationRules.id);
}

/** Enabled rules of a kind, of one ablation (or of every one) or, without a name, all of them. */
export function selectWatching(
  db: Queryable,
  kind: NotificationKind,
  ablationId?: string,
): Promise<RuleRow[]> {
  return db
    .select()
    .from(notificationRules)
    .where(
      and(
        eq(notificationRules.enabled, true),
        sql`${notificationRules.watch}->>'kind' = ${kind}`,
        ablationId === undefined
          ? undefined
          : or(isNull(notificationRules.ablationId), eq(notificationRules.ablationId, ablationId)),
      ),
    )
    .orderBy(notificationRules.id);
}

/** Stores what a rule saw, unless it saw the same before. */
export async function insertNotification(
  db: Queryable,
  row: typeof notifications.$inferInsert,
): Promise<void> {
  await db.insert(notifications).values(row).onConflictDoNothing();
}

/** Names of an ablation and of a run of it. */
export async function selectNames(
  db: Queryable,
  ablationId: string,
  runId: string | null,
): Promise<{ ablation: string; run: string | null } | null> {
  const [row] = await db
    .select({ ablation: ablations.name, run: runs.name })
    .from(ablations)
    .leftJoin(runs, and(eq(runs.ablationId, ablations.id), eq(runs.id, runId ?? "")))
    .where(eq(ablations.id, ablationId));
  return row ?? null;
}

/**
 * Notifications that are due, each put off until `leaseUntil` so that no other process sends it meanwhile; one that dies
 * while sending leaves it to be sent again then.
 */
export async function takeDue(
  db: Queryable,
  now: Date,
  leaseUntil: Date,
  limit: number,
): Promise<NotificationRow[]> {
  const due = db
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(isNotNull(notifications.nextTryAt), lte(notifications.nextTryAt, now)))
    .orderBy(notifications.nextTryAt)
    .limit(limit)
    .for("update", { skipLocked: true });
  return db
    .update(notifications)
    .set({ nextTryAt: leaseUntil, tries: sql`${notifications.tries} + 1` })
    .where(sql`${notifications.id} in ${due}`)
    .returning();
}

export async function updateNotification(
  db: Queryable,
  id: string,
  change: Partial<Pick<NotificationRow, "nextTryAt" | "deliveredAt" | "lastError" | "tries">>,
): Promise<NotificationRow | null> {
  const [row] = await db.update(notifications).set(change).where(eq(notifications.id, id)).returning();
  return row ?? null;
}

export async function selectNotifications(
  db: Queryable,
  page: { offset: number; limit: number },
): Promise<{ rows: NotificationRow[]; total: number }> {
  const rows = await db
    .select()
    .from(notifications)
    .orderBy(desc(notifications.createdAt), notifications.id)
    .limit(page.limit)
    .offset(page.offset);
  const [all] = await db.select({ n: count() }).from(notifications);
  return { rows, total: all?.n ?? 0 };
}
