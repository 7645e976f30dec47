import type { HostView, LaunchOptions, Place } from "@/lib/contracts";
import { launcherContract } from "@/lib/contracts/launchers";
import { placeOf, type ResolvedPlace } from "@/lib/domain/place-of";
import { type SpecDraft, setAt } from "../draft";

/** A line of the table of places: a part of the launch, or one arm. */
export interface PlaceRow {
  /** Path of its place in the draft; "hostId" for the launch as a whole. */
  path: string;
  label: string;
  /** What an arm's line belongs to; null for parts. */
  arm: number | null;
  /** What it says itself; null = as the line it follows. */
  own: Place | null;
  /** Where its jobs run in the end. */
  effective: ResolvedPlace;
  /** The words for saying nothing. */
  unsaid: string;
}

/** What "as above" means, by the path that decides. */
function follows(path: string): string {
  if (path === "hostId") return "as everything";
  return path === "places.training" ? "as the arms" : "as said there";
}

function partRow(
  draft: SpecDraft,
  part: keyof SpecDraft["places"],
  words: Pick<PlaceRow, "label" | "unsaid">,
): PlaceRow {
  const kind = part === "warmUp" ? "sft" : part === "training" ? "grpo" : "evaluate";
  const effective = placeOf({ ...draft, arms: [] }, { kind, armKey: null });
  return { path: `places.${part}`, arm: null, own: draft.places[part], effective, ...words };
}

function armRows(draft: SpecDraft): PlaceRow[] {
  return draft.arms.flatMap((arm, i): PlaceRow[] => {
    if (arm.training === null) return [];
    // By its position: two arms may have the same key while it is typed.
    const effective = placeOf({ ...draft, arms: [arm] }, { kind: "grpo", armKey: arm.key });
    const own = arm.place ? { ...effective, path: `arms.${i}.place` } : effective;
    const unsaid = follows(effective.path);
    return [{ path: `arms.${i}.place`, label: arm.name, arm: i, own: arm.place, effective: own, unsaid }];
  });
}

/** The lines of the table: everything, rewriting and warm-ups, the arms together, each of them, evaluation. */
export function placeRows(draft: SpecDraft): PlaceRow[] {
  const whole: ResolvedPlace = { hostId: draft.hostId, launch: {}, path: "hostId" };
  const everything: PlaceRow = {
    path: "hostId",
    label: "Everything",
    arm: null,
    own: { hostId: draft.hostId, launch: {} },
    effective: whole,
    unsaid: "",
  };
  return [
    everything,
    partRow(draft, "warmUp", { label: "Rewriting and warm-ups", unsaid: follows("hostId") }),
    partRow(draft, "training", { label: "Arms", unsaid: follows("hostId") }),
    ...armRows(draft),
    partRow(draft, "evaluation", { label: "Evaluation", unsaid: "where it was trained" }),
  ];
}

/** A host's choice: its id, any capable host, or nothing said. */
export type HostChoice = { kind: "unsaid" } | { kind: "any" } | { kind: "host"; id: string };

/** Options of one select, as texts. */
export const UNSAID = "";
export const ANY = "any";

export function readChoice(value: string): HostChoice {
  if (value === UNSAID) return { kind: "unsaid" };
  return value === ANY ? { kind: "any" } : { kind: "host", id: value };
}

const launcherOf = (hosts: readonly HostView[], id: string | null) =>
  hosts.find((host) => host.id === id)?.launcher ?? null;

/**
 * Chooses where a line runs. Settings stay where the new host has the same kind of launcher, and go where they would
 * mean nothing.
 */
export function chooseHost(
  draft: SpecDraft,
  row: PlaceRow,
  choice: HostChoice,
  hosts: readonly HostView[],
): SpecDraft {
  const hostId = choice.kind === "host" ? choice.id : null;
  if (row.path === "hostId") return setAt(draft, "hostId", hostId);
  if (choice.kind === "unsaid") return setAt(draft, row.path, null);
  const launcher = launcherOf(hosts, hostId);
  const keeps = launcher !== null && launcher === launcherOf(hosts, row.effective.hostId);
  const next: Place = { hostId, launch: keeps ? row.effective.launch : {} };
  return setAt(draft, row.path, next);
}

/** Sets a launcher's settings for one line; one that said nothing says its host from now on. */
export function setLaunch(draft: SpecDraft, row: PlaceRow, launch: LaunchOptions): SpecDraft {
  const next: Place = { hostId: row.effective.hostId, launch };
  if (row.path !== "hostId") return setAt(draft, row.path, next);
  return setLaunchOn(draft, next);
}

/** The same settings for every job of the launch that runs on this host; other hosts' lines stay as they are. */
export function setLaunchOn(draft: SpecDraft, place: Place): SpecDraft {
  const onHost = (effective: ResolvedPlace) => effective.hostId === place.hostId;
  return placeRows(draft).reduce((next, row) => {
    if (row.path === "hostId" || !onHost(row.effective)) return next;
    // An evaluation of which nothing is said follows its training, and an arm the arms.
    const follows = row.own === null && (row.path === "places.evaluation" || row.arm !== null);
    return follows ? next : setAt(next, row.path, place);
  }, draft);
}

/** Lets every arm run where the arms do. */
export function followTogether(draft: SpecDraft): SpecDraft {
  return { ...draft, arms: draft.arms.map((arm) => ({ ...arm, place: null })) };
}

/** Whether a host's launcher takes settings for one launch. */
export function takesSettings({ launcher }: HostView): boolean {
  const contract = launcherContract(launcher);
  return contract !== null && Object.keys(contract.job.shape).length > 0;
}
