import type { ResultArm } from "@/lib/contracts";
import { WARM_UP_ARM } from "./ablation-arms";
import { codeVersionNote } from "./code-versions";
import type { AblationRow, ArmRow, Member, RunRow } from "./rows";
import { type GroupableRun, groupRuns, type RunGroup } from "./run-groups";
import { startNotes } from "./start-notes";
import { shortId, UniqueKeys } from "./unique-keys";

interface Facts {
  picked: readonly RunRow[];
  /** The warm-ups that the picked runs started from. */
  warmUps: readonly RunRow[];
  /** The newest first. */
  ablations: readonly AblationRow[];
  armRows: readonly ArmRow[];
  /** Arms that the selection holds already. */
  beside: readonly ResultArm[];
}

type Picked = GroupableRun & { row: RunRow };
type Standing = Pick<ArmRow, "key" | "name" | "position"> & { armId: string | null };

/**
 * Arms made of runs that were selected one by one: grouped by everything except the seed, and named after the arm of
 * their ablation. Arms of a single ablation keep their positions, so that their colours stay.
 */
export function handPickedArms(facts: Facts): { arms: ResultArm[]; members: Member[] } {
  const configOf = new Map(facts.warmUps.map((run) => [run.id, run.config]));
  const groups = groupRuns(
    facts.picked.map((row): Picked => {
      const { id, ablationId, armId, seed, config } = row;
      const warmUpConfig = row.parentRunId === null ? null : (configOf.get(row.parentRunId) ?? null);
      const { forkedFrom, plannedTrainSteps } = row;
      return { id, ablationId, armId, seed, config, warmUpConfig, forkedFrom, plannedTrainSteps, row };
    }),
  );
  const keys = new UniqueKeys(facts.beside.map(({ key }) => key));
  const label = ablationLabels(facts.ablations);
  const placed = groups.map((group) => placeOf(group, facts));
  placed.sort((a, b) => a.rank - b.rank || a.standing.position - b.standing.position);
  const made = placed.map((each, i) => armOf(each, i, facts, keys, label));
  return { arms: made.map(({ arm }) => arm), members: made.flatMap(({ members }) => members) };
}

/** What to call each ablation: its name, and its id where two have the same name. */
function ablationLabels(ablations: readonly AblationRow[]): (id: string) => string {
  const labels = new Map(
    ablations.map(({ id, name }) => {
      const alone = ablations.every((other) => other.id === id || other.name !== name);
      return [id, alone ? name : `${name} (${shortId(id)})`];
    }),
  );
  return (id) => labels.get(id) ?? id;
}

interface Placed {
  group: RunGroup<Picked>;
  /** The ablations that its runs are of, the newest first, and the place of that one among all. */
  from: AblationRow[];
  rank: number;
  standing: Standing;
}

function placeOf(group: RunGroup<Picked>, { ablations, armRows }: Facts): Placed {
  const from = ablations.filter(({ id }) => group.runs.some((run) => run.ablationId === id));
  const [newest] = from;
  const first = group.runs.find((run) => run.ablationId === newest?.id);
  return {
    group,
    from,
    rank: newest ? ablations.indexOf(newest) : ablations.length,
    standing: standingOf(first?.row, armRows),
  };
}

function armOf(
  { group, from, standing }: Placed,
  index: number,
  facts: Facts,
  keys: UniqueKeys,
  label: (id: string) => string,
): { arm: ResultArm; members: Member[] } {
  const rows = group.runs.map(({ row }) => row);
  const alone = facts.ablations.length === 1;
  const key = keys.take(standing.key, shortId(from[0]?.id ?? ""));
  const members = rows.map((run) => ({ arm: key, run }));
  const notes = [
    joinedNote(rows, from, label),
    repeatedNote(group),
    codeVersionNote(members).note,
    ...startNotes(members),
  ];
  const note = notes.filter((each) => each !== undefined).join(" ");
  const arm: ResultArm = {
    key,
    armId: standing.armId,
    name: standing.name,
    position: alone ? standing.position : facts.beside.length + index,
    sharesWarmUp: rows.every((row) => row.stage === "sft" || row.parentRunId !== null),
    source: "trained",
    origin: alone ? null : from.map(({ id }) => label(id)).join(", "),
    ...(note === "" ? {} : { note }),
  };
  return { arm, members };
}

/** The arm that a run is a seed of in its ablation: for a warm-up the first one that only points at it, if any. */
function standingOf(run: RunRow | undefined, armRows: readonly ArmRow[]): Standing {
  const rows = armRows.filter((row) => row.ablationId === run?.ablationId);
  const row = rows.find((each) => (run?.armId ? each.id === run.armId : each.training === null));
  if (!row) return { ...WARM_UP_ARM, position: rows.length };
  return { key: row.key, name: row.name, position: row.position, armId: row.id };
}

/** Which seeds come from where, if an arm was put together from several launches. */
function joinedNote(
  rows: readonly RunRow[],
  from: readonly AblationRow[],
  label: (id: string) => string,
): string | undefined {
  if (from.length < 2) return undefined;
  const parts = from.map(({ id }) => {
    const seeds = rows.filter((row) => row.ablationId === id).map((row) => row.seed);
    return `${seeds.sort((a, b) => a - b).join(", ")} of ${label(id)}`;
  });
  return `The same settings in ${from.length} launches: seeds ${parts.join("; ")}.`;
}

function repeatedNote({ repeated }: RunGroup<Picked>): string | undefined {
  if (!repeated) return undefined;
  return "Another arm has the same settings and a seed in common: the same seed trained twice is no second replicate, so they stay apart.";
}
