import type { Queryable } from "@/db/client";
import {
  selectAnswerTails,
  selectEvaluationSeconds,
  selectRewritingSeconds,
  selectSeriesMeans,
} from "@/db/queries/costs-read";
import {
  type CostBreakdown,
  type CostSeed,
  type CostShape,
  grpoConfig,
  type ResultCost,
  type ResultSelection,
  rewardConfig,
} from "@/lib/contracts";
import type { Member, RunRow } from "../results/rows";
import { readTrainedArms } from "../results/trained-arms";
import { readTrainedCosts } from "../results/trained-costs";

const MEASURED = [
  "response/tokens",
  "response/trace_steps",
  "share/valid_format",
  "tokens/probe",
  "seconds/probe",
] as const;
type Measured = (typeof MEASURED)[number];

const rewardOf = (run: RunRow) => rewardConfig.safeParse(run.config.reward).data ?? null;

/** What is known of runs beside the costs that their trainings told. */
interface Beside {
  meanOf: (runId: string, name: Measured) => number | null;
  sumOf: (runId: string, name: Measured) => number;
  tails: ReadonlyMap<string, { tokens: number; responses: number }>;
  evaluations: ReadonlyMap<string, { jobs: number; seconds: number }>;
}

async function readBeside(db: Queryable, runIds: readonly string[]): Promise<Beside> {
  const [series, tails, evaluations] = await Promise.all([
    selectSeriesMeans(db, runIds, MEASURED),
    selectAnswerTails(db, runIds),
    selectEvaluationSeconds(db, runIds),
  ]);
  const of = new Map(series.map((row) => [`${row.runId} ${row.name}`, row]));
  return {
    meanOf: (runId, name) => of.get(`${runId} ${name}`)?.mean ?? null,
    sumOf: (runId, name) => of.get(`${runId} ${name}`)?.sum ?? 0,
    tails: new Map(tails.map((row) => [row.runId, row])),
    evaluations: new Map(evaluations.map((row) => [row.runId, row])),
  };
}

/** What the formula needs of a run; null where it samples no responses or its settings cannot be read. */
function shapeOf(run: RunRow, beside: Beside): CostShape | null {
  const reward = rewardOf(run);
  const grpo = grpoConfig.partial().safeParse(run.config.grpo).data;
  if (!reward || !grpo?.groupSize || !grpo.promptsPerStep) return null;
  const tail = beside.tails.get(run.id);
  return {
    responses: grpo.promptsPerStep * grpo.groupSize,
    traceSteps: beside.meanOf(run.id, "response/trace_steps"),
    responseTokens: beside.meanOf(run.id, "response/tokens"),
    answerTail: tail?.tokens ?? null,
    tails: tail?.responses ?? 0,
    validShare: beside.meanOf(run.id, "share/valid_format"),
    continuationsPerStep: reward.continuationsPerStep,
    maxScoredSteps: reward.maxScoredSteps,
  };
}

function seedOf(cost: ResultCost, run: RunRow, beside: Beside): CostSeed {
  const evaluation = beside.evaluations.get(run.id);
  return {
    ...cost,
    lambdaProcess: rewardOf(run)?.lambdaProcess ?? null,
    probe: {
      tokens: Math.round(beside.sumOf(run.id, "tokens/probe")),
      seconds: beside.sumOf(run.id, "seconds/probe"),
    },
    evaluation: { jobs: evaluation?.jobs ?? 0, seconds: evaluation?.seconds ?? 0 },
    warmUpRunId: run.parentRunId,
    shape: shapeOf(run, beside),
  };
}

/** Arms with runs that all have a reward without continuations. */
function outcomeOnlyArms(arms: readonly { key: string }[], members: readonly Member[]): string[] {
  return arms.flatMap(({ key }) => {
    const own = members.filter(({ arm }) => arm === key);
    return own.length > 0 && own.every(({ run }) => rewardOf(run)?.lambdaProcess === 0) ? [key] : [];
  });
}

/**
 * What the trainings of a selection cost as they told it, with what is kept apart from it (probe, evaluation,
 * rewriting) and what the formula of method.md needs. Null where something of the selection does not exist.
 */
export async function readCosts(db: Queryable, selection: ResultSelection): Promise<CostBreakdown | null> {
  const trained = await readTrainedArms(db, selection);
  if (!trained) return null;
  const { members, arms, ablation, ablations } = trained;
  const runIds = [...new Set(members.map(({ run }) => run.id))];
  const [costs, beside, rewriting] = await Promise.all([
    readTrainedCosts(db, members),
    readBeside(db, runIds),
    selectRewritingSeconds(
      db,
      ablations.map(({ id }) => id),
    ),
  ]);
  const runOf = new Map(members.map(({ run }) => [run.id, run]));
  const told = new Set(costs.map(({ runId }) => runId));
  return {
    ablationId: ablation?.id ?? null,
    gpuUsed: costs.some(({ gpuMs }) => gpuMs > 0),
    arms,
    seeds: costs.flatMap((cost) => {
      const run = runOf.get(cost.runId);
      return run ? [seedOf(cost, run, beside)] : [];
    }),
    outcomeOnly: outcomeOnlyArms(arms, members),
    rewriting: { jobs: rewriting.jobs, seconds: rewriting.seconds },
    silent: members.flatMap(({ arm, run }) =>
      told.has(run.id) ? [] : [{ arm, seed: run.seed, runId: run.id, status: run.status }],
    ),
  };
}
