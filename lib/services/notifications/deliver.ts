import { createHmac } from "node:crypto";
import type { Db } from "@/db/client";
import {
  type NotificationRow,
  type RuleRow,
  selectRule,
  takeDue,
  updateNotification,
} from "@/db/queries/notifications";
import type { NotificationBody } from "@/lib/contracts";

const PATIENCE_MS = 10_000;
const AT_ONCE = 20;
/** After so many failures it is given up: 10 s, 20 s, … up to an hour apart, that is about half a day. */
export const MOST_TRIES = 16;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Why a delivery failed; null: it was taken. */
export type Refusal = string | null;

/** `sha256=<hex>` over `<timestamp>.<body>`: what a receiver computes again to know who wrote, and when. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
}

/** Posts a body to a rule's address, signed. Redirects are not followed: a rule names where it tells. */
export async function post(
  rule: Pick<RuleRow, "url" | "secret">,
  body: NotificationBody,
  now: Date,
): Promise<Refusal> {
  const text = JSON.stringify(body);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  try {
    const answer = await fetch(rule.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "Stepwell",
        "x-stepwell-id": body.id,
        "x-stepwell-timestamp": timestamp,
        "x-stepwell-signature": signatureOf(rule.secret, timestamp, text),
      },
      body: text,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    return answer.ok ? null : `it answered ${answer.status} ${answer.statusText}`.trim();
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${PATIENCE_MS / 1000} s`;
  const cause = error.cause instanceof Error ? error.cause.message : "";
  return cause === "" ? error.message : `${error.message}: ${cause}`;
}

const waitMs = (tries: number) => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));

async function deliverOne(db: Db, row: NotificationRow, now: Date): Promise<void> {
  const rule = await selectRule(db, row.ruleId);
  if (!rule) return;
  if (!rule.enabled) {
    await updateNotification(db, row.id, { nextTryAt: null, lastError: "its rule was switched off" });
    return;
  }
  const refusal = await post(rule, row.body, now);
  if (refusal === null) {
    await updateNotification(db, row.id, { nextTryAt: null, deliveredAt: now, lastError: "" });
    return;
  }
  const again = row.tries < MOST_TRIES ? new Date(now.getTime() + waitMs(row.tries)) : null;
  await updateNotification(db, row.id, { nextTryAt: again, lastError: refusal.slice(0, 1000) });
}

/**
 * Sends what is due, each at least once and by one process at a time; what fails is tried again, ever later.
 * @returns how many were tried
 */
export async function deliverDue(db: Db, now: Date): Promise<number> {
  const due = await takeDue(db, now, new Date(now.getTime() + 2 * PATIENCE_MS), AT_ONCE);
  await Promise.all(due.map((row) => deliverOne(db, row, now)));
  return due.length;
}
