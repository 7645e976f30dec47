import type { Db } from "@/db/client";
import { type RetainedRow, selectCheckpoints, selectRetained } from "@/db/queries/checkpoints";
import { checkpointRetention } from "@/lib/contracts";
import { letGo } from "@/lib/domain/retained-checkpoints";
import { deleteFiles } from "./delete-files";

function byJob(rows: readonly RetainedRow[]): RetainedRow[][] {
  const found = new Map<string, RetainedRow[]>();
  for (const row of rows) found.set(row.jobId, [...(found.get(row.jobId) ?? []), row]);
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
  const going = byJob(await selectRetained(db)).flatMap(goingOf);
  if (going.length === 0) return 0;
  await db.transaction(async (tx) => deleteFiles(tx, await selectCheckpoints(tx, going), now));
  return going.length;
}
