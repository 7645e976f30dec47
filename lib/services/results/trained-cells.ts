import type { Queryable } from "@/db/client";
import { selectCompleteEvaluations } from "@/db/queries/results-read";
import type { ResultBenchmark, ResultCell } from "@/lib/contracts";
import { benchmarksOf } from "./benchmark-contents";
import type { EvaluationRow, Member } from "./rows";
import type { TrainedArms } from "./trained-arms";

/** A cell of this server's own: there is a run and an evaluation behind it. */
export type TrainedCell = ResultCell & { runId: string; evaluationId: string };

export interface TrainedCells {
  benchmarks: ResultBenchmark[];
  cells: TrainedCell[];
}

function cellOf({ arm, run }: Member, benchmark: string, { evaluation }: EvaluationRow): TrainedCell {
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

/** The accuracies of a selection's own trainings, and the benchmarks that its ablations name. */
export async function readTrainedCells(
  db: Queryable,
  { ablations, members }: Pick<TrainedArms, "ablations" | "members">,
): Promise<TrainedCells> {
  const runIds = [...new Set(members.map(({ run }) => run.id))];
  const evaluated = await selectCompleteEvaluations(db, runIds);
  const keys = [...new Set(ablations.flatMap(({ spec }) => spec.benchmarks))];
  const { benchmarks, keyOf } = benchmarksOf(keys, evaluated);
  const cells = evaluated.flatMap((row) => {
    const benchmark = keyOf(row);
    if (benchmark === undefined) return [];
    const seedOf = members.filter(({ run }) => run.id === row.evaluation.runId);
    return seedOf.map((member) => cellOf(member, benchmark, row));
  });
  return { benchmarks, cells };
}
