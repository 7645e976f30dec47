import type { Queryable } from "@/db/client";
import type { FrozenCurve, ReplicatedAnswer, ResultSelection } from "@/lib/contracts";
import { readReplicatedSeries } from "../series/read-replicated";

/** What a report prints of a training: learning, correctness, solvability and length. Those that nobody logged are left out. */
const METRICS = ["reward/mean", "reward/outcome", "reward/process", "response/tokens"] as const;
/** Few enough that single places average out what varies from one train step to the next. */
const PLACES = 30;

function curveOf({ name, arms }: ReplicatedAnswer["metrics"][number]): FrozenCurve {
  return {
    metric: name,
    arms: arms.map(({ arm, trainSteps, seeds }) => ({
      arm,
      trainSteps: trainSteps ?? [],
      seeds: seeds.map(({ seed, values, odd }) => ({ seed, values, odd: odd.length })),
    })),
  };
}

/** Each seed's curve of the main metrics of GRPO, on train steps that the seeds share. */
export async function gatherCurves(db: Queryable, selection: ResultSelection): Promise<FrozenCurve[]> {
  const answer = await readReplicatedSeries(db, {
    ...{ selection, names: METRICS, axis: "trainStep", stage: "grpo", buckets: PLACES },
  });
  return (answer?.metrics ?? []).map(curveOf).filter((curve) => curve.arms.length > 0);
}
