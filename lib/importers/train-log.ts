import type { ImportedTraceInput } from "@/lib/contracts";
import { mean, standardDeviation } from "@/lib/stats/moments";
import type { ImportFile } from "./importer";
import { labelOf, wireNumber } from "./values";

const MOST_ID = 200;

type GroupStats = NonNullable<ImportedTraceInput["group"]>;

/** Files in the order in which a training wrote them: `2.jsonl` comes before `10.jsonl`. */
export function inOrder(files: readonly ImportFile[]): ImportFile[] {
  const { compare } = new Intl.Collator("en", { numeric: true });
  return [...files].sort((a, b) => compare(a.name, b.name));
}

/** The run whose log a file is: its folder, or what the format is called where the file lies in none. */
export function runOf(file: ImportFile, fallback: string): string {
  return labelOf(file.name.split("/").slice(0, -1).join("/"), fallback);
}

/** What a logged train step says: from 1 a training's, 0 what was sampled before the first update, null not known. */
export function placeInTraining(step: number | null): Pick<ImportedTraceInput, "origin" | "trainStep"> {
  if (step === null) return { origin: "import", trainStep: null };
  return { origin: step === 0 ? "evaluation" : "train", trainStep: step };
}

/**
 * Tells where a log of rising train steps begins again, as where the files of a run and of its resumption were joined:
 * what was sampled anew at a train step is no part of the groups from before. Counted from 0.
 */
export class Restarts {
  private last = -1;
  count = 0;

  segmentOf(step: number | null): number {
    if (step === null) return this.count;
    if (step < this.last) this.count += 1;
    this.last = step;
    return this.count;
  }
}

/** The run of a segment behind a restart has a name of its own. */
export function segmentRun(run: string, segment: number): string {
  return segment === 0 ? run : labelOf(`${run}, segment ${segment + 1}`, run);
}

/** What makes a group: responses to one prompt, sampled for one train step. */
export interface GroupKey {
  segment: number;
  step: number | null;
  prompt: string;
}

interface Group {
  id: string;
  rewards: (number | null)[];
  seen: number;
}

/**
 * The groups of a log, filled by a first pass over it: trainers write balanced batches in any order, so a group is
 * complete only at the end of its file. Holds rewards and one copy of each prompt, never responses.
 */
export class TrainGroups {
  private readonly groups = new Map<string, Group>();

  /** @param file tells groups of files apart that log the same train step */
  constructor(private readonly file: string) {}

  add(key: GroupKey, reward: number | null): void {
    const name = JSON.stringify([key.segment, key.step, key.prompt]);
    const known = this.groups.get(name);
    if (known) known.rewards.push(reward);
    else this.groups.set(name, { id: this.idOf(key), rewards: [reward], seen: 0 });
  }

  private idOf({ segment, step }: GroupKey): string {
    return `${this.file}/${segment}/${step ?? "none"}/${this.groups.size + 1}`.slice(-MOST_ID);
  }

  /** The next response of a group: its place in it and, of groups of more than one, what the group came to. */
  next(key: GroupKey): { sampleIndex: number; group: GroupStats | null } {
    const group = this.groups.get(JSON.stringify([key.segment, key.step, key.prompt]));
    if (!group) return { sampleIndex: 0, group: null };
    const sampleIndex = group.seen;
    group.seen += 1;
    return { sampleIndex, group: group.rewards.length < 2 ? null : statsOf(group) };
  }
}

function statsOf({ id, rewards }: Group): GroupStats {
  const known = rewards.filter((reward) => reward !== null);
  return {
    id,
    mean: wireNumber(mean(known)),
    sd: wireNumber(standardDeviation(known)),
    n: known.length,
    size: rewards.length,
  };
}
