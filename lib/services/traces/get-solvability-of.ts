import type { Queryable } from "@/db/client";
import type { SolvabilityGrid, TraceOrigin } from "@/lib/contracts";
import { getSolvability } from "./get-solvability";

/** Runs read at a time: a launch may have hundreds, the pool has a handful of connections. */
const AT_A_TIME = 4;

/**
 * Grids of several runs, in their order, each of the asked origin or, if none is asked, of the one that is scored in it
 * (training first). Runs that do not exist are left out.
 */
export async function getSolvabilityOf(
  db: Queryable,
  runIds: readonly string[],
  asked: TraceOrigin | null,
): Promise<SolvabilityGrid[]> {
  const grids: SolvabilityGrid[] = [];
  for (let at = 0; at < runIds.length; at += AT_A_TIME) {
    const some = await Promise.all(runIds.slice(at, at + AT_A_TIME).map((id) => gridOf(db, id, asked)));
    grids.push(...some.filter((grid) => grid !== null));
  }
  return grids;
}

/** One run's grid; the second read is made only where the first has nothing scored and the probe has. */
async function gridOf(
  db: Queryable,
  runId: string,
  asked: TraceOrigin | null,
): Promise<SolvabilityGrid | null> {
  const first = await getSolvability(db, runId, asked ?? "train");
  const isProbed = first?.available.includes("probe") && !first.available.includes("train");
  return asked === null && isProbed ? getSolvability(db, runId, "probe") : first;
}
