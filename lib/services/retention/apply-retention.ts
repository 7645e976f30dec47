import type { Db, Queryable } from "@/db/client";
import { lockUnpinned, type RetainedRow, selectRetained } from "@/db/queries/checkpoints";
import { lockChores } from "@/db/queries/chores";
import { checkpointRetention } from "@/lib/contracts";
import { letGo } from "@/lib/domain/retained-checkpoints";
import { deleteFiles } from "./delete-files";

/** What went with a removed host is counted by itself: a training that began anew elsewhere keeps its own newest. */
function byTraining(rows: readonly RetainedRow[]): RetainedRow[][] {
  const found = new Map<string, RetainedRow[]>();
  for (const row of rows) {
    const key = `${row.jobId} ${row.hostRemoved}`;
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found.values()];
}

/** Of one training: never the newest (it goes on from there), a result, or what a run was forked from. */
function goingOf(rows: readonly RetainedRow[]): string[] {
  const [first] = rows;
  const rule = checkpointRetention.safeParse(first?.rule ?? {});
  return rule.success ? letGo(rows, rule.data).map(({ id }) => id) : [];
}

/**
 * Has deleted what the retention rules of the launches let go.
 *
 * @returns how many checkpoints
 */
export async function applyRetention(db: Db, now: Date): Promise<number> {
  const look = async (tx: Queryable) => byTraining(await selectRetained(tx)).flatMap(goingOf);
  if ((await look(db)).length === 0) return 0;
  return db.transaction(async (tx) => {
    await lockChores(tx);
    // Looked at again under the locks: somebody may have pinned one since.
    const going = await lockUnpinned(tx, await look(tx));
    await deleteFiles(tx, going, now);
    return going.length;
  });
}
