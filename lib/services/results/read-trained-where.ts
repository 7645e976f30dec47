import type { Queryable } from "@/db/client";
import { selectHostsOfRuns } from "@/db/queries/trained-where";
import type { AblationResults } from "@/lib/contracts";
import { type TrainedWhere, trainedWhere } from "@/lib/domain/trained-where";

/** Where the runs behind these results were trained, by arm. */
export async function readTrainedWhere(
  db: Queryable,
  results: Pick<AblationResults, "arms" | "cells">,
): Promise<TrainedWhere[]> {
  const runIds = new Set(results.cells.flatMap(({ runId }) => (runId ? [runId] : [])));
  return trainedWhere(results, await selectHostsOfRuns(db, [...runIds]));
}
