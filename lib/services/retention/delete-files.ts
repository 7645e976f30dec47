import type { Queryable } from "@/db/client";
import {
  type CheckpointRow,
  markDeleted,
  markDeleteRequested,
  selectReplaced,
} from "@/db/queries/checkpoints";
import { dropOpenChores, findOpenChores, insertChores, lockChores } from "@/db/queries/chores";
import { manifestSha256 } from "@/lib/domain/artifact-manifest";
import { newId } from "@/lib/domain/ids";
import { subjectText } from "../chores/subjects";

/**
 * Ends deletions of folders in which a later attempt has written anew: there is nothing left of what they are about, and
 * what is there now stays.
 */
export async function endReplaced(tx: Queryable, jobIds: readonly string[], now: Date): Promise<void> {
  const replaced = await selectReplaced(tx, jobIds);
  if (replaced.length === 0) return;
  const subjects = replaced.map((id) => subjectText({ kind: "checkpoint", id }));
  await dropOpenChores(tx, { subjects }, "a later attempt has replaced its files", now);
  for (const id of replaced) await markDeleted(tx, id, now);
}

/**
 * Has the files of checkpoints deleted by the hosts that wrote them. From now on nothing reads them. What went with a
 * removed host counts as deleted at once, and so does what a later attempt has replaced.
 */
export async function deleteFiles(
  tx: Queryable,
  rows: readonly { checkpoint: CheckpointRow; hostState: string }[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await lockChores(tx);
  const ids = rows.map(({ checkpoint }) => checkpoint.id);
  await markDeleteRequested(tx, ids, now);
  const manifests = rows.map(({ checkpoint }) => manifestSha256(checkpoint.artifact.files));
  const uploads = manifests.map((id) => subjectText({ kind: "upload", id }));
  await dropOpenChores(tx, { subjects: uploads }, "its files are to be deleted", now);
  const subjects = ids.map((id) => subjectText({ kind: "checkpoint", id }));
  const asked = new Set((await findOpenChores(tx, subjects)).map(({ subject }) => subject));
  const replaced = new Set(
    await selectReplaced(
      tx,
      rows.map(({ checkpoint }) => checkpoint.jobId),
    ),
  );
  const isGone = (id: string, hostState: string) => hostState === "removed" || replaced.has(id);
  for (const { checkpoint, hostState } of rows)
    if (isGone(checkpoint.id, hostState)) await markDeleted(tx, checkpoint.id, now);
  await insertChores(
    tx,
    rows.flatMap(({ checkpoint: { id, hostId, artifact }, hostState }) => {
      const subject = subjectText({ kind: "checkpoint", id });
      if (isGone(id, hostState) || asked.has(subject)) return [];
      return [
        {
          id: newId("chore"),
          hostId,
          kind: "delete" as const,
          subject,
          payload: { artifact },
          createdAt: now,
        },
      ];
    }),
  );
}
