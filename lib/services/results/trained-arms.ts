import type { Queryable } from "@/db/client";
import {
  selectAblationRuns,
  selectAblations,
  selectArmsOf,
  selectRunsByIds,
} from "@/db/queries/results-read";
import type { ResultArm, ResultSelection } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { ablationArms } from "./ablation-arms";
import { handPickedArms } from "./hand-picked-arms";
import type { AblationRow, Member, RunRow } from "./rows";

/** What a selection holds of this server's own trainings. */
export interface TrainedArms {
  /** The ablation that is selected as a whole. */
  ablation: AblationRow | null;
  /** Runs selected one by one, those of that ablation left out. */
  picked: RunRow[];
  /** Every ablation that something is of, the one selected as a whole first, then the newest. */
  ablations: AblationRow[];
  arms: ResultArm[];
  members: Member[];
}

/** Arms and runs of a selection, or null where an id of it is none. Throws `invalid-request` for imported traces. */
export async function readTrainedArms(
  db: Queryable,
  selection: Pick<ResultSelection, "ablation" | "runs">,
): Promise<TrainedArms | null> {
  const wanted = [...new Set(selection.runs)];
  const [found, own] = await Promise.all([
    selectRunsByIds(db, wanted),
    selection.ablation === undefined ? [] : selectAblationRuns(db, selection.ablation),
  ]);
  if (found.length < wanted.length) return null;
  const picked = found.filter((run) => run.ablationId !== selection.ablation);
  const ids = new Set([...own, ...picked].map((run) => run.ablationId));
  if (selection.ablation !== undefined) ids.add(selection.ablation);
  const [ablations, armRows, warmUps] = await Promise.all([
    selectAblations(db, [...ids]),
    selectArmsOf(db, [...ids]),
    selectRunsByIds(db, parentsOf(picked)),
  ]);
  const whole = ablations.find(({ id }) => id === selection.ablation) ?? null;
  if (selection.ablation !== undefined && !whole) return null;
  refuseImported(found, whole);
  const first = whole ? ablationArms(whole, armRows, own, ablations.length > 1) : { arms: [], members: [] };
  const others = handPickedArms({ picked, warmUps, ablations, armRows, beside: first.arms });
  return {
    ablation: whole,
    picked,
    ablations: whole ? [whole, ...ablations.filter((each) => each !== whole)] : ablations,
    arms: [...first.arms, ...others.arms],
    members: [...first.members, ...others.members],
  };
}

/** Traces that were imported have no arm, no seed and no accuracy. Throws `invalid-request` naming their runs. */
function refuseImported(runs: readonly RunRow[], whole: AblationRow | null): void {
  const named = [
    ...(whole?.kind === "import" ? [{ path: "ablation", id: whole.id }] : []),
    ...runs.filter(({ stage }) => stage === "import").map(({ id }) => ({ path: "runs", id })),
  ];
  const fields = named.map(({ path, id }) => ({
    path,
    message: `${id} holds imported traces: nothing was trained`,
  }));
  if (fields.length === 0) return;
  const detail = fields.map(({ message }) => message).join("; ");
  throw new AppError("invalid-request", { detail: `${detail}. Leave it out of the comparison.`, fields });
}

function parentsOf(runs: readonly RunRow[]): string[] {
  return [...new Set(runs.flatMap(({ parentRunId }) => (parentRunId === null ? [] : [parentRunId])))];
}
