import type { Queryable } from "@/db/client";
import { countProgress, selectAssignments, selectItemIds } from "@/db/queries/reviews";
import { selectTracePlaces } from "@/db/queries/reviews-labels";
import type { Rater } from "@/lib/contracts";
import { readSayings, type Sayings } from "./said";

/** A trace of a set with those who have done it, by name. */
export interface DoneTrace {
  traceId: string;
  position: number;
  stepCount: number;
  done: Rater[];
}

export interface DoneSet {
  raters: Rater[];
  /** All traces of the set in its order. */
  traces: DoneTrace[];
  sayings: Sayings;
}

/** Who has done which trace of a set, and what every scorer says of them. */
export async function readDone(db: Queryable, setId: string): Promise<DoneSet> {
  const ids = await selectItemIds(db, setId);
  const raters = (await countProgress(db, [setId])).map(({ id, name }) => ({ id, name }));
  const statuses = new Map(
    (await selectAssignments(db, setId)).map((a) => [`${a.traceId} ${a.scorerId}`, a.status]),
  );
  const steps = new Map((await selectTracePlaces(db, ids)).map((row) => [row.id, row.stepCount]));
  const statusOf = (traceId: string, rater: Rater) => statuses.get(`${traceId} ${rater.id}`);
  return {
    raters,
    traces: ids.map((traceId, position) => ({
      ...{ traceId, position, stepCount: steps.get(traceId) ?? 0 },
      done: raters.filter((rater) => statusOf(traceId, rater) === "done"),
    })),
    sayings: await readSayings(db, ids),
  };
}
