import type { Db } from "@/db/client";
import { type CopyRow, selectCopiesBefore, selectReadManifests } from "@/db/queries/artifact-copies";
import { dropOpenChores, findOpenChores, insertChores, lockChores } from "@/db/queries/chores";
import { manifestSha256 } from "@/lib/domain/artifact-manifest";
import { newId } from "@/lib/domain/ids";
import { subjectText } from "../chores/subjects";

/** So long a copy stays that nothing reads: what an ablation needed this morning it may need again. */
const UNUSED_MS = 86_400_000;

const subjectOfCopy = ({ manifestSha256: id }: CopyRow) => subjectText({ kind: "copy", id });

/**
 * Has hosts delete what they fetched and nothing has read for a day. A copy that is needed again before it is gone
 * stays; what is needed again later is fetched again.
 *
 * @returns how many copies hosts were asked to delete
 */
export async function sweepCopies(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - UNUSED_MS);
  const old = await selectCopiesBefore(db, before);
  if (old.length === 0) return 0;
  return db.transaction(async (tx) => {
    await lockChores(tx);
    const read = new Set((await selectReadManifests(tx, before)).map(manifestSha256));
    const [needed, unused] = [
      old.filter((copy) => read.has(copy.manifestSha256)),
      old.filter((copy) => !read.has(copy.manifestSha256)),
    ];
    await dropOpenChores(tx, { subjects: needed.map(subjectOfCopy) }, "a job reads it", now);
    const open = await findOpenChores(tx, unused.map(subjectOfCopy));
    const asked = new Set(open.map(({ hostId, subject }) => `${hostId} ${subject}`));
    const going = unused.filter((copy) => !asked.has(`${copy.hostId} ${subjectOfCopy(copy)}`));
    await insertChores(
      tx,
      going.map((copy) => ({
        id: newId("chore"),
        hostId: copy.hostId,
        kind: "delete" as const,
        subject: subjectOfCopy(copy),
        payload: { artifact: { path: copy.path, checkpointId: null, files: [] } },
        createdAt: now,
      })),
    );
    return going.length;
  });
}
