import type { Queryable } from "@/db/client";
import {
  selectAblation,
  selectAblationRuns,
  selectArms,
  selectCompleteEvaluations,
  selectJobStatuses,
  selectRunCosts,
  selectSeriesSums,
} from "@/db/queries/results-read";
import type { AblationResults, ResultArm, ResultCell, ResultCost, ResultSelection } from "@/lib/contracts";
import { benchmarksOf } from "./benchmark-contents";

type ArmRow = Awaited<ReturnType<typeof selectArms>>[number];
type RunRow = Awaited<ReturnType<typeof selectAblationRuns>>[number];
type EvaluationRow = Awaited<ReturnType<typeof selectCompleteEvaluations>>[number];

/** Where no arm points at the warm-ups, they are still shown: they are what GRPO is to gain over. */
const WARM_UP_KEY = "warm-up";
const PHASES = ["responses", "continuations", "grading", "update"] as const;
const ENDED_BADLY = new Set(["failed", "cancelled", "skipped"]);

function armsOf(rows: ArmRow[], runs: RunRow[]): ResultArm[] {
  const named = rows.map((a) => ({
    key: a.key,
    armId: a.id,
    name: a.name,
    position: a.position,
    sharesWarmUp: a.training === null || a.training.start === "warm-up",
    source: "trained" as const,
    origin: null,
  }));
  const pointed = rows.some((a) => a.training === null) || !runs.some((r) => r.stage === "sft");
  if (pointed) return named;
  return [
    ...named,
    {
      key: WARM_UP_KEY,
      armId: null,
      name: "Warm-up",
      position: rows.length,
      sharesWarmUp: true,
      source: "trained",
      origin: null,
    },
  ];
}

/** Arms whose checkpoint of a seed is this run: its own arm, or every arm that only points at the warm-up. */
function armKeysOf(run: RunRow, rows: ArmRow[], arms: ResultArm[]): string[] {
  if (run.armId !== null) return rows.filter((a) => a.id === run.armId).map((a) => a.key);
  const pointing = rows.filter((a) => a.training === null).map((a) => a.key);
  return pointing.length > 0 ? pointing : arms.filter((a) => a.armId === null).map((a) => a.key);
}

function cellOf(arm: string, run: RunRow, benchmark: string, { evaluation }: EvaluationRow): ResultCell {
  return {
    arm,
    seed: run.seed,
    benchmark,
    runId: run.id,
    evaluationId: evaluation.id,
    warmUpRunId: run.stage === "sft" ? run.id : run.parentRunId,
    reportedPercent: null,
    trainStep: evaluation.trainStep,
    correct: evaluation.correct,
    graded: evaluation.items - evaluation.ungraded,
    ungraded: evaluation.ungraded,
    decodes: evaluation.settings.decodes,
    temperature: evaluation.settings.temperature,
  };
}

async function costsOf(
  db: Queryable,
  runs: RunRow[],
  keysOf: (run: RunRow) => string[],
): Promise<ResultCost[]> {
  const ids = runs.map((r) => r.id);
  const [totals, sums] = await Promise.all([
    selectRunCosts(db, ids),
    selectSeriesSums(
      db,
      ids,
      PHASES.map((p) => `seconds/${p}`),
    ),
  ]);
  const totalOf = new Map(totals.map((t) => [t.runId, t]));
  const sumOf = new Map(sums.map((s) => [`${s.runId} ${s.name}`, s.sum]));
  const seconds = (runId: string, phase: string) => sumOf.get(`${runId} seconds/${phase}`) ?? 0;
  return runs.flatMap((run) => {
    const t = totalOf.get(run.id);
    if (!t) return [];
    const cost = {
      seed: run.seed,
      runId: run.id,
      status: run.status,
      trainSteps: t.trainSteps,
      responseTokens: t.responseTokens,
      continuationTokens: t.continuationTokens,
      activeMs: t.activeMs,
      gpuMs: t.gpuMs,
      seconds: {
        responses: seconds(run.id, "responses"),
        continuations: seconds(run.id, "continuations"),
        grading: seconds(run.id, "grading"),
        update: seconds(run.id, "update"),
      },
    };
    return keysOf(run).map((arm) => ({ arm, ...cost }));
  });
}

/** Measured accuracies and costs of what is selected, or null where something of it does not exist. */
export async function getResults(db: Queryable, selection: ResultSelection): Promise<AblationResults | null> {
  return selection.ablation === undefined ? null : resultsOfAblation(db, selection.ablation);
}

async function resultsOfAblation(db: Queryable, ablationId: string): Promise<AblationResults | null> {
  const ablation = await selectAblation(db, ablationId);
  if (!ablation) return null;
  const [armRows, runs, evaluated, jobStatuses] = await Promise.all([
    selectArms(db, ablationId),
    selectAblationRuns(db, ablationId),
    selectCompleteEvaluations(db, ablationId),
    selectJobStatuses(db, ablationId),
  ]);
  const arms = armsOf(armRows, runs);
  const keysOf = (run: RunRow) => armKeysOf(run, armRows, arms);
  const runOf = new Map(runs.map((r) => [r.id, r]));
  const { benchmarks, keyOf } = benchmarksOf(ablation.spec.benchmarks, evaluated);
  const cells = evaluated.flatMap((e) => {
    const run = runOf.get(e.evaluation.runId);
    const benchmark = keyOf.get(e.benchmark.id);
    return run && benchmark ? keysOf(run).map((arm) => cellOf(arm, run, benchmark, e)) : [];
  });
  return {
    ablationId,
    name: ablation.name,
    seeds: ablation.spec.seeds,
    arms,
    benchmarks,
    cells,
    costs: await costsOf(db, runs, keysOf),
    baselineArm: ablation.spec.baselineArm,
    contrast: ablation.spec.contrast,
    pending: jobStatuses.filter((j) => j.status !== "succeeded" && !ENDED_BADLY.has(j.status)).length,
    failed: jobStatuses.filter((j) => ENDED_BADLY.has(j.status)).length,
  };
}
