import type { Db, Queryable } from "@/db/client";
import { deleteCopy, replaceCopies, storedAmong } from "@/db/queries/artifacts";
import { markDeleted } from "@/db/queries/checkpoints";
import {
  type ChoreRow,
  dropOpenChores,
  lockChore,
  lockChores,
  selectDueChores,
  updateChore,
} from "@/db/queries/chores";
import { type Chore, type ChoreReport, chore, type HeartbeatRequest } from "@/lib/contracts";
import { storableText } from "@/lib/domain/stored-text";
import { subjectOf } from "./subjects";

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 3_600_000;
const MOST_AT_ONCE = 100;

/** Why an upload that an agent calls done is not; null if it is. */
async function lackOfFiles(tx: Queryable, { payload }: ChoreRow): Promise<string | null> {
  const sums = new Set(payload.artifact.files.map(({ sha256 }) => sha256));
  const stored = await storedAmong(tx, [...sums]);
  return stored.size === sums.size ? null : `the store lacks ${sums.size - stored.size} of its files`;
}

async function settleDelete(tx: Queryable, row: ChoreRow, now: Date): Promise<void> {
  const about = subjectOf(row.subject);
  if (about?.kind === "checkpoint") await markDeleted(tx, about.id, now);
  if (about?.kind === "copy") await deleteCopy(tx, about.id, row.hostId);
}

/** Takes in how a chore ended. The same report may come again; a failure is tried again, later each time. */
async function settle(tx: Queryable, hostId: string, report: ChoreReport, now: Date): Promise<void> {
  await lockChores(tx);
  const row = await lockChore(tx, hostId, report.id);
  if (!row || row.doneAt !== null) return;
  const fault = report.ok && row.kind === "upload" ? await lackOfFiles(tx, row) : null;
  const detail = storableText(fault ?? report.detail);
  if (!report.ok || fault !== null) {
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** row.failures, LONGEST_WAIT_MS);
    const notBefore = new Date(now.getTime() + waitMs);
    return updateChore(tx, row.id, { failures: row.failures + 1, notBefore, detail, ok: false });
  }
  if (row.kind === "delete") await settleDelete(tx, row, now);
  await updateChore(tx, row.id, { doneAt: now, ok: true, detail, bytes: report.bytes });
  // Another host may have been asked for the same files.
  if (row.kind === "upload")
    await dropOpenChores(tx, { subjects: [row.subject] }, "another host has sent it", now);
}

function toChore({ id, kind, payload }: ChoreRow): Chore {
  return chore.parse({ id, kind, ...payload });
}

/**
 * The part of a heartbeat that is about chores: takes in which ended and what copies a host holds, and answers what is
 * to be done there now.
 */
export async function exchangeChores(
  db: Db,
  hostId: string,
  { chores, copies }: Pick<HeartbeatRequest, "chores" | "copies">,
  now: Date,
): Promise<Chore[]> {
  for (const report of chores) await db.transaction((tx) => settle(tx, hostId, report, now));
  if (copies) await db.transaction((tx) => replaceCopies(tx, hostId, copies, now));
  return (await selectDueChores(db, hostId, now, MOST_AT_ONCE)).map(toChore);
}
