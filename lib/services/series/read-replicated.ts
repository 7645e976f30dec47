import type { Queryable } from "@/db/client";
import { anyGpuTime, selectRunFacts } from "@/db/queries/replicated-read";
import {
  decodeNumber,
  type ReplicatedAnswer,
  type ReplicatedArm,
  type ReplicatedAxis,
  type ReplicatedCatalogueEntry,
  type ResultSelection,
  type RunStage,
  type SeriesAnswer,
  type SeriesMark,
} from "@/lib/contracts";
import {
  alignSteps,
  costGridOf,
  type OnGrid,
  resample,
  type SeedMark,
  stepGridOf,
} from "@/lib/metrics/replicate";
import { pointwiseBand } from "@/lib/stats/pointwise-band";
import { type SelectedRuns, selectedRuns } from "../results/selected-runs";
import { readSeries } from "./read-series";

export interface ReplicatedParams {
  selection: ResultSelection;
  names: readonly string[];
  axis: ReplicatedAxis;
  /** Absent: both. Where both log a metric, the shorter one is read no finer than the longer one. */
  stage?: RunStage | undefined;
  /** In the unit of the axis, both included; absent: all there is. */
  from?: number | undefined;
  to?: number | undefined;
  /** Most places of an arm's curve, 2 to 1000. */
  buckets: number;
}

const LEVEL = 0.95;

type Facts = Awaited<ReturnType<typeof selectRunFacts>>[number];

/** One seed of one arm. */
interface SeedRun extends Facts {
  seed: number;
}

/** Runs of one arm and one stage: what is averaged. */
interface Group {
  arm: string;
  stage: Facts["stage"];
  runs: SeedRun[];
}

/** Groups in the order of the arms. */
function groupsOf({ arms, runs: selected }: SelectedRuns, facts: Facts[]): Group[] {
  const factsOf = new Map(facts.map((run) => [run.id, run]));
  const groups = new Map<string, Group>();
  for (const { arm, seed, runId } of selected) {
    const run = factsOf.get(runId);
    if (!run) continue;
    const group = groups.get(`${arm} ${run.stage}`) ?? { arm, stage: run.stage, runs: [] };
    groups.set(`${arm} ${run.stage}`, group);
    group.runs.push({ ...run, seed });
  }
  for (const { runs } of groups.values()) runs.sort((a, b) => a.seed - b.seed);
  const order = new Map(arms.map(({ key, position }) => [key, position]));
  return [...groups.values()].sort((a, b) => (order.get(a.arm) ?? 0) - (order.get(b.arm) ?? 0));
}

function catalogueOf(
  answer: SeriesAnswer,
  facts: readonly Facts[],
  selected: readonly { arm: string; runId: string }[],
): ReplicatedCatalogueEntry[] {
  const stageOf = new Map(facts.map((run) => [run.id, run.stage]));
  const found = new Map<string, { name: string; stage: Facts["stage"]; runs: Set<string> }>();
  for (const { runId, name } of answer.catalogue) {
    const stage = stageOf.get(runId);
    if (!stage) continue;
    const entry = found.get(`${stage} ${name}`) ?? { name, stage, runs: new Set() };
    found.set(`${stage} ${name}`, entry);
    entry.runs.add(runId);
  }
  return [...found.values()].map(({ name, stage, runs }) => {
    const arms = selected.flatMap(({ arm, runId }) => (runs.has(runId) ? [arm] : []));
    return { name, stage, runs: runs.size, arms: [...new Set(arms)] };
  });
}

function toSeedMark({ firstTrainStep, x, finiteCount, mean, nan, posInf, negInf }: SeriesMark): SeedMark {
  return {
    ...{ firstTrainStep, x, finiteCount, nan, posInf, negInf },
    mean: mean === null ? null : decodeNumber(mean),
  };
}

/** Marks of each series of an answer, by run and name, all attempts put together. */
function marksOf(answer: SeriesAnswer): (runId: string, name: string) => SeedMark[] {
  const found = new Map(
    answer.series.map(({ runId, name, segments }) => [
      `${runId} ${name}`,
      segments.flatMap(({ marks }) => marks.map(toSeedMark)),
    ]),
  );
  return (runId, name) => found.get(`${runId} ${name}`) ?? [];
}

function armOf(
  group: Group,
  runs: readonly SeedRun[],
  x: number[],
  onGrid: readonly OnGrid[],
  trainSteps: [number, number][] | null,
): ReplicatedArm {
  const seeds = runs.map(({ id: runId, seed, status }, i) => ({
    ...{ runId, seed, status },
    values: onGrid[i]?.values ?? [],
    odd: onGrid[i]?.odd ?? [],
  }));
  const band = pointwiseBand(
    seeds.map(({ values }) => values),
    LEVEL,
  );
  const { arm, stage } = group;
  return { arm, stage, launched: group.runs.length, x, trainSteps, ...band, seeds };
}

/** The seeds of a group that have the metric, with their marks. */
function withMarks(group: Group, name: string, marks: ReturnType<typeof marksOf>) {
  return group.runs.flatMap((run) => {
    const own = marks(run.id, name);
    return own.length > 0 ? [{ run, own }] : [];
  });
}

const MIDDLE = ([first, last]: [number, number]) => Math.floor((first + last) / 2);

/** All groups from one reading: its buckets have the same edges in every run, so that seeds are averaged exactly. */
async function alongTrainSteps(db: Queryable, groups: readonly Group[], params: ReplicatedParams) {
  const runIds = [...new Set(groups.flatMap(({ runs }) => runs.map(({ id }) => id)))];
  const answer = await readSeries(db, {
    ...{ runIds, names: params.names, buckets: params.buckets, axis: "trainStep", superseded: false },
    fromStep: params.from === undefined ? undefined : Math.floor(params.from),
    toStep: params.to === undefined ? undefined : Math.ceil(params.to),
  });
  const marks = marksOf(answer);
  const { bucketWidth: width } = answer;
  const range = { from: answer.fromTrainStep ?? 0, to: answer.toTrainStep ?? 0 };
  const curve = (group: Group, name: string): ReplicatedArm[] => {
    const seeds = withMarks(group, name, marks);
    if (seeds.length === 0) return [];
    const grid = stepGridOf(
      seeds.map(({ own }) => own),
      width,
      range,
    );
    const onGrid = seeds.map(({ own }) => alignSteps(own, grid, width));
    const runs = seeds.map(({ run }) => run);
    return [armOf(group, runs, grid.trainSteps.map(MIDDLE), onGrid, grid.trainSteps)];
  };
  return { curves: (name: string) => groups.flatMap((group) => curve(group, name)), bucketWidth: width };
}

/** Train steps whose marks lie within a range of the axis, with one mark more on either side to draw lines to. */
function stepsWithin(answer: SeriesAnswer, { from, to }: ReplicatedParams): [number, number] | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { segments } of answer.series) {
    const marks = segments.flatMap((segment) => segment.marks).filter(({ x }) => x !== null);
    marks.sort((a, b) => a.firstTrainStep - b.firstTrainStep);
    const start = marks.findLast(({ x }) => x !== null && x < (from ?? 0)) ?? marks[0];
    const end = marks.find(({ x }) => x !== null && x > (to ?? Number.POSITIVE_INFINITY)) ?? marks.at(-1);
    if (start) first = Math.min(first, start.firstTrainStep);
    if (end) last = Math.max(last, end.lastTrainStep);
  }
  return last >= first ? [first, last] : null;
}

/** Each round narrows a range of train steps to a hundredth or so: enough for any run. */
const MOST_ROUNDS = 4;

/**
 * One group along a cost axis. Where a range of the axis lies in train steps is found by reading it finer and finer; it
 * differs from arm to arm, so that each arm is read by itself.
 */
async function readGroup(db: Queryable, group: Group, params: ReplicatedParams): Promise<SeriesAnswer> {
  const runIds = group.runs.map(({ id }) => id);
  const { names, buckets, axis } = params;
  const wanted = { runIds, names, buckets, axis, superseded: false };
  let answer = await readSeries(db, wanted);
  if (params.from === undefined && params.to === undefined) return answer;
  for (let round = 0; round < MOST_ROUNDS && answer.bucketWidth > 1; round += 1) {
    const steps = stepsWithin(answer, params);
    if (steps === null) break;
    const finer = await readSeries(db, { ...wanted, fromStep: steps[0], toStep: steps[1] });
    if (finer.bucketWidth >= answer.bucketWidth) break;
    answer = finer;
  }
  return answer;
}

async function alongCost(db: Queryable, groups: readonly Group[], params: ReplicatedParams) {
  const answers = await Promise.all(groups.map((group) => readGroup(db, group, params)));
  const marks = answers.map(marksOf);
  const curve = (group: Group, name: string, i: number): ReplicatedArm[] => {
    const found = marks[i];
    const seeds = found ? withMarks(group, name, found) : [];
    const grid = costGridOf(
      seeds.map(({ own }) => own),
      params.buckets,
      params,
    );
    if (grid.length === 0) return [];
    const onGrid = seeds.map(({ own }) => resample(own, grid));
    const runs = seeds.map(({ run }) => run);
    return [armOf(group, runs, grid, onGrid, null)];
  };
  const curves = (name: string) => groups.flatMap((group, i) => curve(group, name, i));
  return { curves, bucketWidth: null };
}

/**
 * Curves of a selection with the seeds of each arm put together: at each place the mean over seeds, its pointwise t
 * band, n and every seed's own value. Along train steps seeds share their buckets; along a cost axis each is read at
 * common places by straight lines between its own marks, never beyond its end. What it costs depends on the number of
 * runs, metrics and buckets, not on how long the runs are. Null where something of the selection does not exist.
 */
export async function readReplicatedSeries(
  db: Queryable,
  params: ReplicatedParams,
): Promise<ReplicatedAnswer | null> {
  const selected = await selectedRuns(db, params.selection);
  if (!selected) return null;
  const runIds = [...new Set(selected.runs.map(({ runId }) => runId))];
  const [facts, gpuUsed, known] = await Promise.all([
    selectRunFacts(db, runIds),
    anyGpuTime(db, runIds),
    readSeries(db, { runIds, names: [], buckets: 2, axis: "trainStep", superseded: false }),
  ]);
  const wanted = facts.filter(({ stage }) => params.stage === undefined || stage === params.stage);
  const groups = groupsOf(selected, wanted);
  const read = params.axis === "trainStep" ? alongTrainSteps : alongCost;
  const { curves, bucketWidth } =
    params.names.length === 0 ? { curves: () => [], bucketWidth: null } : await read(db, groups, params);
  return {
    ...{ axis: params.axis, level: LEVEL, bucketWidth, gpuUsed, arms: selected.arms },
    catalogue: catalogueOf(known, facts, selected.runs),
    metrics: params.names.map((name) => ({ name, arms: curves(name) })),
  };
}
