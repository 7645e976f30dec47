import type { Queryable } from "@/db/client";
import type { ResultArm, ResultSelection } from "@/lib/contracts";
import { readTrainedArms } from "./trained-arms";

/** Which run is which seed of which arm. */
export interface SelectedRuns {
  /** Arms that were trained here; imported ones have no runs. */
  arms: ResultArm[];
  runs: { arm: string; seed: number; runId: string }[];
}

/**
 * The trainings of a selection, under the arm keys of `getResults`, those included that have told nothing yet. Reads no
 * evaluation and no cost. Null where an id of it is none.
 */
export async function selectedRuns(db: Queryable, selection: ResultSelection): Promise<SelectedRuns | null> {
  const trained = await readTrainedArms(db, selection);
  if (!trained) return null;
  const { arms, members } = trained;
  return { arms, runs: members.map(({ arm, run }) => ({ arm, seed: run.seed, runId: run.id })) };
}
