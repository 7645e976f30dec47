import { groupBy } from "@/lib/domain/group-by";
import { headHas, headObjects, shareOf } from "./detect";
import type { FileHead, ImportEvent, ImportFile, TraceImporter } from "./importer";
import { parseJson } from "./json-lines";
import {
  newTally,
  type Surroundings,
  type Tally,
  traceOf,
  traceOfRollouts,
} from "./processthinker/build-trace";
import { type Joined, joinLogs, type RolloutGroup, rolloutGroups } from "./processthinker/join";
import { joinNotes, settingsNotes, tallyNotes } from "./processthinker/notes";
import { type RolloutRecord, rewardRecord, rolloutRecord } from "./processthinker/records";
import {
  groupHash,
  type Place,
  type RewardEntry,
  type RolloutEntry,
  type Scan,
  scanLogs,
  textAt,
} from "./processthinker/scan";
import { type Settings, settingsOf } from "./processthinker/settings";
import { recordKeyOf } from "./record-key";

/** Before sample order, days: the logger begins a new file at midnight. */
const byName = (files: readonly ImportFile[]) => [...files].sort((a, b) => (a.name < b.name ? -1 : 1));

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  const scan: Scan = { rewards: [], rollouts: [], hasRewardFile: false };
  yield* scanLogs(byName(files), scan);
  const tally = newTally();
  if (scan.hasRewardFile) yield* withRewards(scan, tally);
  else yield* rolloutsAlone(scan.rollouts, tally);
  yield* tallyNotes(
    tally,
    scan.rollouts.some(({ returned }) => returned > 0),
  );
}

async function* withRewards({ rewards, rollouts }: Scan, tally: Tally): AsyncGenerator<ImportEvent> {
  const joined = joinLogs(rewards, rollouts);
  yield* unjoinedEvents(joined);
  const settings: Settings[] = [];
  for (const [i, { entries }] of joined.segments.entries()) {
    const requested = mostReturned(entries.map((entry) => joined.groups.get(entry)));
    const of = settingsOf(
      entries.map(({ signs }) => signs),
      requested > 0,
    );
    settings.push(of);
    const run = runName(i, joined.segments.length);
    yield* segmentTraces(entries, joined, { run, settings: of, requested, tally });
  }
  yield* joinNotes(joined, rollouts.length);
  yield* settingsNotes(settings);
}

const runName = (segment: number, segments: number) =>
  segments > 1 ? `Training log, segment ${segment + 1}` : "Training log";

/** M of a run is the largest count seen in it. */
const mostReturned = (groups: readonly (RolloutGroup | undefined)[]) =>
  groups.reduce(
    (most, group) => (group?.rollouts ?? []).reduce((m, { returned }) => Math.max(m, returned), most),
    0,
  );

function* unjoinedEvents({ unjoined }: Joined): Generator<ImportEvent> {
  for (const { group, candidates } of unjoined)
    for (const { file, line } of group.rollouts) {
      const place = placeOf(group);
      const reason = {
        0: `no response of ${place} has this prefix: a rewards file may be missing`,
        1: `the response of ${place} has its continuations already, from an earlier part of the log`,
      }[candidates];
      const ambiguous = `${place} fits ${candidates} responses equally well: the counter restarted, and nothing tells which one it is`;
      yield { type: "unjoined", file: file.name, line, reason: reason ?? ambiguous };
    }
}

const placeOf = ({ globalStep, sample }: Pick<RolloutGroup, "globalStep" | "sample">) =>
  `global step ${globalStep}, sample ${sample}`;

/** Traces of one segment, in the order of its lines; responses of one prompt and step are a group. */
async function* segmentTraces(
  entries: readonly RewardEntry[],
  { groups }: Joined,
  about: Surroundings,
): AsyncGenerator<ImportEvent> {
  const groupName = ({ globalStep, group }: Pick<RewardEntry, "globalStep" | "group">) =>
    `${globalStep}/${group.toString(36)}`;
  const sizes = new Map([...groupBy(entries, groupName)].map(([name, { length }]) => [name, length]));
  for (const entry of entries) {
    const text = await textAt(entry);
    const record = rewardRecord.parse(parseJson(text));
    const name = groupName({ globalStep: entry.globalStep, group: groupHash(record) });
    const size = sizes.get(name) ?? 1;
    const rollouts = await readRollouts(groups.get(entry)?.rollouts ?? []);
    yield {
      type: "trace",
      trace: {
        ...traceOf(record, rollouts, about),
        recordKey: await recordKeyOf(text),
        source: sourceOf(entry),
        // The log tells neither the mean nor the spread that the advantages were made with.
        group: { id: name, mean: null, sd: null, n: size, size },
      },
    };
  }
}

const sourceOf = ({ file, line }: Place) => ({ file: file.name, line });

async function readRollouts(entries: readonly RolloutEntry[]): Promise<RolloutRecord[]> {
  const records: RolloutRecord[] = [];
  for (const entry of entries) records.push(rolloutRecord.parse(parseJson(await textAt(entry))));
  return records;
}

async function* rolloutsAlone(rollouts: readonly RolloutEntry[], tally: Tally): AsyncGenerator<ImportEvent> {
  const segments = rolloutGroups(rollouts);
  const settings: Settings = { outcome: "unknown", process: true, gate: false };
  for (const [i, groups] of segments.entries()) {
    const requested = mostReturned(groups);
    const about = { run: runName(i, segments.length), settings, requested, tally };
    for (const group of groups) yield* traceOfGroup(group, about);
  }
  if (rollouts.length > 0)
    yield {
      type: "note",
      topic: "source",
      text: "There is no rewards log: responses are rebuilt as far as their longest prefix, and prompt, answer and reward are unknown.",
    };
}

async function* traceOfGroup(group: RolloutGroup, about: Surroundings): AsyncGenerator<ImportEvent> {
  const records = await readRollouts(group.rollouts);
  const longest = records.at(-1)?.prefix_steps ?? [];
  const own = records.map(({ prefix_steps: prefix }) => prefix.every((step, i) => step === longest[i]));
  const reason = `${placeOf(group)} has a longer prefix, of another text`;
  for (const [i, { file, line }] of group.rollouts.entries())
    if (!own[i]) yield { type: "unjoined", file: file.name, line, reason };
  const first = group.rollouts.find((_, i) => own[i]);
  if (!first) return;
  const told = traceOfRollouts(
    records.filter((_, i) => own[i]),
    about,
  );
  const recordKey = await recordKeyOf(await textAt(first));
  yield { type: "trace", trace: { ...told, recordKey, source: sourceOf(first) } };
}

const ROLLOUT_KEYS = ["global_step", "sample_idx", "prefix_steps"] as const;
const REWARD_KEYS = ["global_step", "sample_idx", "raw_response"] as const;

function isLog(file: FileHead): boolean {
  const objects = headObjects(file);
  if (objects.length === 0) return headHas(file, ...ROLLOUT_KEYS) || headHas(file, ...REWARD_KEYS);
  return objects.some((one) =>
    [ROLLOUT_KEYS, [...REWARD_KEYS.slice(0, 2), "rewards"]].some((keys) => keys.every((key) => key in one)),
  );
}

/** The two logs of ProcessThinker's published code, either or both, of any number of days. */
export const processthinker: TraceImporter = {
  format: "processthinker",
  title: "ProcessThinker logs",
  about:
    "rewards_YYYYMMDD.jsonl and process_rollouts_YYYYMMDD.jsonl of ProcessThinker's reward function: either, or both in one folder.",
  endings: [".jsonl"],
  repeats: "duplicates",
  detect: (files) => shareOf(files, isLog),
  parse,
};
