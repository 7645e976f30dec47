import type { Queryable } from "@/db/client";
import { selectJobStatuses, selectJobStatusesOfRuns } from "@/db/queries/results-read";
import type { AblationResults, ResultSelection } from "@/lib/contracts";
import { readSeedAdditions } from "../launch/seed-additions";
import { readResultSets } from "../result-sets/read-result-sets";
import { IMPORTED_SEED, type Laid, layBeside, type StoredResultSet } from "./imported-results";
import { nameOf } from "./selection-name";
import { readTrainedArms, type TrainedArms } from "./trained-arms";
import { readTrainedCells } from "./trained-cells";
import { readTrainedCosts } from "./trained-costs";

const ENDED_BADLY = new Set(["failed", "cancelled", "skipped"]);

/**
 * Measured accuracies and costs of what is selected, or null where an id of it is none or nothing is selected.
 *
 * Runs that are selected one by one become arms by everything except the seed (run-groups.ts); those of the ablation
 * that is selected beside them are in its arms already. Such a selection was made after the launch, so it has no
 * declared contrast. Imported sets are laid beside in the order in which they are named (imported-results.ts).
 */
export async function getResults(db: Queryable, selection: ResultSelection): Promise<AblationResults | null> {
  if (isEmpty(selection)) return null;
  const [trained, sets] = await Promise.all([
    readTrainedArms(db, selection),
    readResultSets(db, selection.imported),
  ]);
  if (!trained || !sets) return null;
  const [measured, costs, statuses, seedsAdded] = await Promise.all([
    readTrainedCells(db, trained),
    readTrainedCosts(db, trained.members),
    jobStatusesOf(db, trained),
    seedsAddedTo(db, trained),
  ]);
  const { laid, baselineArm } = withImported({ arms: trained.arms, ...measured }, trained, sets);
  return {
    ablationId: trained.picked.length === 0 ? (trained.ablation?.id ?? null) : null,
    name: nameOf(trained, sets),
    seeds: seedsOf(trained),
    ...laid,
    costs,
    baselineArm,
    contrast: trained.ablation?.spec.contrast ?? null,
    pending: statuses.filter(({ status }) => status !== "succeeded" && !ENDED_BADLY.has(status)).length,
    failed: statuses.filter(({ status }) => ENDED_BADLY.has(status)).length,
    ...(seedsAdded.length > 0 ? { seedsAdded } : {}),
    ...(sets.length > 0 ? { importedSets: sets.map(aboutSet) } : {}),
  };
}

function aboutSet({ id, file: { name, source, note } }: StoredResultSet) {
  return { id, name, source, note };
}

/** Whether nothing at all is selected. */
export function isEmpty({ ablation, runs, imported }: ResultSelection): boolean {
  return ablation === undefined && runs.length === 0 && imported.length === 0;
}

function withImported(measured: Laid, trained: TrainedArms, sets: readonly StoredResultSet[]) {
  const amongOthers = sets.length + trained.ablations.length > 1;
  let laid = withOrigins(measured, trained, amongOthers);
  let baselineArm = declaredBaseline(trained);
  for (const set of sets) {
    const next = layBeside(laid, set, amongOthers);
    const { baselineArm: own } = set.file;
    if (laid.arms.length === 0 && own !== null) baselineArm = next.keyOfArm(own);
    laid = next.laid;
  }
  return { laid, baselineArm };
}

/** A single ablation needs no name beside its arms, until something else stands beside them. */
function withOrigins(measured: Laid, { ablations }: TrainedArms, amongOthers: boolean): Laid {
  const [first] = ablations;
  if (!amongOthers || !first) return measured;
  return { ...measured, arms: measured.arms.map((arm) => ({ ...arm, origin: arm.origin ?? first.name })) };
}

/** The baseline of the ablation that is selected, or of the only one that runs are selected of. */
function declaredBaseline({ ablation, ablations, arms }: TrainedArms): string | null {
  const only = ablation ?? (ablations.length === 1 ? ablations[0] : undefined);
  const key = only?.spec.baselineArm ?? null;
  return arms.some((arm) => arm.key === key) ? key : null;
}

function seedsOf({ ablation, members, arms }: TrainedArms): number[] {
  if (arms.length === 0) return [IMPORTED_SEED];
  return [...new Set([...(ablation?.spec.seeds ?? []), ...members.map(({ run }) => run.seed)])].sort(
    (a, b) => a - b,
  );
}

/** Additions that a selected run stems from: those after the launch, which may have followed from the results. */
async function seedsAddedTo(db: Queryable, { ablations, members }: TrainedArms) {
  const additions = await Promise.all(
    ablations.map(async ({ id }) => {
      const own = new Set(members.flatMap(({ run }) => (run.ablationId === id ? [run.seed] : [])));
      return (await readSeedAdditions(db, id)).filter(({ seeds }) => seeds.some((seed) => own.has(seed)));
    }),
  );
  return additions.flat();
}

async function jobStatusesOf(db: Queryable, { ablation, picked }: TrainedArms) {
  const [ofAblation, ofRuns] = await Promise.all([
    ablation ? selectJobStatuses(db, ablation.id) : [],
    selectJobStatusesOfRuns(
      db,
      picked.map(({ id }) => id),
    ),
  ]);
  return [...ofAblation, ...ofRuns];
}
