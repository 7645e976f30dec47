import type { Queryable } from "@/db/client";
import { selectTraceIds } from "@/db/queries/response-table";
import type { LoadedArm } from "./load-responses";

/** Where a row's trace is. */
export interface TracePlace {
  traceId: string;
  runId: string;
  trainStep: number;
}

/** The traces behind some rows of an arm's table. Rows whose trace was deleted meanwhile are left out. */
export async function tracesOfRows(
  db: Queryable,
  { source, origin }: Pick<LoadedArm, "source" | "origin">,
  rows: readonly number[],
): Promise<Map<number, TracePlace>> {
  const found = await Promise.all(
    source.ranges.map(async (range, run) => {
      const own = rows.filter((row) => origin.run[row] === run);
      const places = own.map((row) => ({ row, ...placeOf(origin, row) }));
      const ids = await selectTraceIds(db, range, places);
      return places.flatMap(({ row, seq, trainStep }) => {
        const traceId = ids.get(seq);
        return traceId === undefined ? [] : [[row, { traceId, runId: range.runId, trainStep }] as const];
      });
    }),
  );
  return new Map(found.flat());
}

function placeOf(origin: LoadedArm["origin"], row: number) {
  return { trainStep: origin.trainStep[row] ?? 0, seq: origin.seq[row] ?? 0 };
}
