import type { Queryable } from "@/db/client";
import { type CheckpointRow, markDeleted, markDeleteRequested } from "@/db/queries/checkpoints";
import { dropOpenChores, findOpenChores, insertChores, lockChores } from "@/db/queries/chores";
import { manifestSha256 } from "@/lib/domain/artifact-manifest";
import { newId } from "@/lib/domain/ids";
import { subjectText } from "../chores/subjects";

/**
 * Has the files of checkpoints deleted by the hosts that wrote them. From now on nothing reads them. What went with a
 * removed host counts as deleted at once.
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
  for (const { checkpoint, hostState } of rows)
    if (hostState === "removed") await markDeleted(tx, checkpoint.id, now);
  await insertChores(
    tx,
    rows.flatMap(({ checkpoint: { id, hostId, artifact }, hostState }) => {
      const subject = subjectText({ kind: "checkpoint", id });
      if (hostState === "removed" || asked.has(subject)) return [];
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
