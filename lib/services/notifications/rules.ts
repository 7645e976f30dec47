import { randomBytes } from "node:crypto";
import type { Db } from "@/db/client";
import { findAblationSpec } from "@/db/queries/ablations";
import {
  deleteRule,
  insertRule,
  type NotificationRow,
  selectNotifications,
  selectRule,
  selectRules,
  updateNotification,
  updateRule,
} from "@/db/queries/notifications";
import type {
  NewNotificationRule,
  NotificationRule,
  NotificationRuleChange,
  NotificationsPage,
  NotificationView,
} from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { newId } from "@/lib/domain/ids";
import { post } from "./deliver";
import { bodyOf } from "./raise";

type Listed = Awaited<ReturnType<typeof selectRules>>[number];

function viewOf({ rule, ablationName, sent, failing }: Listed): NotificationRule {
  const { id, name, watch, ablationId, url, enabled, createdAt } = rule;
  return {
    ...{ id, name, watch, ablationId, ablationName, url, enabled, sent, failing },
    createdAt: createdAt.toISOString(),
  };
}

export async function listRules(db: Db): Promise<NotificationRule[]> {
  return (await selectRules(db)).map(viewOf);
}

async function ruleOf(db: Db, id: string): Promise<NotificationRule> {
  const found = (await listRules(db)).find((rule) => rule.id === id);
  if (!found) throw notFound("notification rule", id);
  return found;
}

async function refuseUnknownAblation(db: Db, ablationId: string | null | undefined): Promise<void> {
  if (ablationId && !(await findAblationSpec(db, ablationId))) throw notFound("ablation", ablationId);
}

/** Adds a rule and answers the secret that signs its bodies. Throws `not-found` for an ablation that is not there. */
export async function addRule(
  db: Db,
  rule: NewNotificationRule,
): Promise<{ rule: NotificationRule; secret: string }> {
  await refuseUnknownAblation(db, rule.ablationId);
  const id = newId("notificationRule");
  const secret = randomBytes(32).toString("base64url");
  await insertRule(db, { ...rule, id, secret });
  return { rule: await ruleOf(db, id), secret };
}

export async function changeRule(
  db: Db,
  id: string,
  change: NotificationRuleChange,
): Promise<NotificationRule> {
  await refuseUnknownAblation(db, change.ablationId);
  if (!(await updateRule(db, id, change))) throw notFound("notification rule", id);
  return ruleOf(db, id);
}

export async function removeRule(db: Db, id: string): Promise<void> {
  if (!(await deleteRule(db, id))) throw notFound("notification rule", id);
}

/** Posts a test to a rule's address and tells what came back. Nothing of it is kept. */
export async function testRule(db: Db, id: string, now: Date) {
  const rule = await selectRule(db, id);
  if (!rule) throw notFound("notification rule", id);
  const happening = {
    kind: rule.watch.kind,
    title: "this is a test",
    detail: "Nothing has happened.",
    at: now,
  };
  const refusal = await post(rule, bodyOf(rule, happening, { ablation: null, run: null }), now);
  return { delivered: refusal === null, detail: refusal ?? "It was taken." };
}

function stateOf(row: NotificationRow): NotificationView["state"] {
  if (row.deliveredAt) return "delivered";
  return row.nextTryAt ? "waiting" : "given-up";
}

function notificationOf(row: NotificationRow): NotificationView {
  const { id, ruleId, body, tries, lastError } = row;
  return {
    ...{ id, ruleId, body, tries, lastError, state: stateOf(row) },
    createdAt: row.createdAt.toISOString(),
    nextTryAt: row.nextTryAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
  };
}

export async function listNotifications(
  db: Db,
  page: { offset: number; limit: number },
): Promise<NotificationsPage> {
  const { rows, total } = await selectNotifications(db, page);
  return { notifications: rows.map(notificationOf), total };
}

/** Tries a notification again from now, as if it had never failed. */
export async function resend(db: Db, id: string, now: Date): Promise<NotificationView> {
  const row = await updateNotification(db, id, { nextTryAt: now, tries: 0, deliveredAt: null });
  if (!row) throw notFound("notification", id);
  return notificationOf(row);
}
