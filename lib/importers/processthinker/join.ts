import { groupBy } from "@/lib/domain/group-by";
import type { RewardEntry, RolloutEntry } from "./scan";

/** Lines between two restarts of the log's counter. */
export interface Segment<T> {
  entries: T[];
}

/** What was sampled from the prefixes of one response, in the order of its steps. */
export interface RolloutGroup {
  globalStep: number;
  sample: number;
  rollouts: RolloutEntry[];
}

export interface Joined {
  /** The run of a response: its segment, from 0. */
  segments: Segment<RewardEntry>[];
  groups: Map<RewardEntry, RolloutGroup>;
  /** Those whose response was not found, or was found more than once. */
  unjoined: { group: RolloutGroup; candidates: number }[];
}

interface Counted {
  globalStep: number;
}

/**
 * Cuts a log where its counter restarted: where it falls, or comes to a record for the second time.
 * @param nameOf what is unique between two restarts
 */
export function segmentsOf<T extends Counted>(
  entries: readonly T[],
  nameOf: (entry: T) => string,
): Segment<T>[] {
  const segments: Segment<T>[] = [];
  let names = new Set<string>();
  let last = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const name = nameOf(entry);
    if (entry.globalStep < last || names.has(name)) {
      segments.push({ entries: [] });
      names = new Set();
    }
    names.add(name);
    last = entry.globalStep;
    segments.at(-1)?.entries.push(entry);
  }
  return segments;
}

const placeName = ({ globalStep, sample }: { globalStep: number; sample: number }) =>
  `${globalStep} ${sample}`;

/** Prefixes of one response, put together in each segment. */
function groupsOf(segment: Segment<RolloutEntry>): RolloutGroup[] {
  return [...groupBy(segment.entries, placeName).values()].map((rollouts) => ({
    globalStep: rollouts[0]?.globalStep ?? 0,
    sample: rollouts[0]?.sample ?? 0,
    rollouts: [...rollouts].sort((a, b) => a.stepIndex - b.stepIndex),
  }));
}

/** Rollouts by the segments of their own file: it may have fewer, since not every response is sampled from. */
export function rolloutGroups(rollouts: readonly RolloutEntry[]): RolloutGroup[][] {
  return segmentsOf(rollouts, (entry) => `${placeName(entry)} ${entry.stepIndex}`).map(groupsOf);
}

const fits = (reward: RewardEntry, { rollouts }: RolloutGroup) =>
  rollouts.every(({ stepIndex, prefix }) => reward.prefixes[stepIndex] === prefix);

/**
 * Finds the response of each group of rollouts: the one of its step and sample whose steps begin with the very prefixes.
 * Where several segments have such a one, that of the segment which fits the group's own segment best; what is still
 * ambiguous stays unjoined.
 */
export function joinLogs(rewards: readonly RewardEntry[], rollouts: readonly RolloutEntry[]): Joined {
  const segments = segmentsOf(rewards, placeName);
  const byPlace = segments.map(({ entries }) => new Map(entries.map((entry) => [placeName(entry), entry])));
  const joined: Joined = { segments, groups: new Map(), unjoined: [] };
  const sampled = rolloutGroups(rollouts);
  for (const [index, groups] of sampled.entries()) {
    const candidates = groups.map((group) => candidatesOf(group, byPlace));
    const home = homeOf(candidates, segments.length, segments.length === sampled.length ? index : null);
    for (const [i, group] of groups.entries()) {
      const found = candidates[i] ?? [];
      const entry =
        found.length === 1 ? found[0]?.entry : found.find(({ segment }) => segment === home)?.entry;
      if (entry && !joined.groups.has(entry)) joined.groups.set(entry, group);
      else joined.unjoined.push({ group, candidates: found.length });
    }
  }
  return joined;
}

interface Candidate {
  segment: number;
  entry: RewardEntry;
}

function candidatesOf(group: RolloutGroup, byPlace: readonly Map<string, RewardEntry>[]): Candidate[] {
  return byPlace.flatMap((entries, segment) => {
    const entry = entries.get(placeName(group));
    return entry && fits(entry, group) ? [{ segment, entry }] : [];
  });
}

/**
 * The segment of responses that a segment of rollouts belongs to: the one that fits most of its groups.
 * @param sameOrder its own number where both files have equally many segments: it decides between equals
 * @returns null where several fit equally well
 */
function homeOf(
  candidates: readonly Candidate[][],
  segments: number,
  sameOrder: number | null,
): number | null {
  const fitting = new Array<number>(segments).fill(0);
  for (const found of candidates)
    for (const { segment } of found) fitting[segment] = (fitting[segment] ?? 0) + 1;
  const most = Math.max(0, ...fitting);
  const best = fitting.flatMap((count, segment) => (count === most ? [segment] : []));
  if (best.length === 1) return best[0] ?? null;
  return sameOrder !== null && best.includes(sameOrder) ? sameOrder : null;
}
