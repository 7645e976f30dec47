import type { Db, Queryable } from "@/db/client";
import { lockCheckpoint, newestOf, readersOf, setPinned } from "@/db/queries/checkpoints";
import { lockChores } from "@/db/queries/chores";
import type { CheckpointAnswer } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { deleteFiles } from "./delete-files";
import { keptBecause } from "./kept-because";
import { stateOf } from "./read-checkpoints";

type Locked = NonNullable<Awaited<ReturnType<typeof lockCheckpoint>>>;

async function locked(tx: Queryable, id: string): Promise<Locked> {
  const found = await lockCheckpoint(tx, id);
  if (!found) throw notFound("checkpoint", id);
  return found;
}

async function answer(tx: Queryable, id: string): Promise<CheckpointAnswer> {
  const { checkpoint } = await locked(tx, id);
  return { id, pinned: checkpoint.pinnedAt !== null, state: stateOf(checkpoint) };
}

/** Keeps a checkpoint whatever the rule says, or leaves it to the rule again. Throws `not-found` and `conflict`. */
export function pinCheckpoint(db: Db, id: string, pinned: boolean, now: Date): Promise<CheckpointAnswer> {
  return db.transaction(async (tx) => {
    const { checkpoint } = await locked(tx, id);
    if (pinned && stateOf(checkpoint) !== "kept")
      throw new AppError("conflict", "its host was told to delete it: it cannot be pinned any more");
    await setPinned(tx, id, pinned ? (checkpoint.pinnedAt ?? now) : null);
    return answer(tx, id);
  });
}

/**
 * Has the files of a checkpoint deleted. Asked again it changes nothing.
 *
 * Throws `not-found`, or `conflict` with what keeps it.
 */
export function deleteCheckpoint(db: Db, id: string, now: Date): Promise<CheckpointAnswer> {
  return db.transaction(async (tx) => {
    // In the order in which retention takes them: else each could wait for the other.
    await lockChores(tx);
    const { checkpoint, job, hostState } = await locked(tx, id);
    if (stateOf(checkpoint) !== "kept") return answer(tx, id);
    const [readers, newest] = await Promise.all([readersOf(tx, [id]), newestOf(tx, [job.id])]);
    const reason = keptBecause({
      ...{ checkpoint, jobStatus: job.status },
      isNewest: newest.get(job.id) === id,
      readers: readers.get(id) ?? [],
    });
    if (reason) throw new AppError("conflict", `this checkpoint stays: ${reason}`);
    await deleteFiles(tx, [{ checkpoint, hostState }], now);
    return answer(tx, id);
  });
}
