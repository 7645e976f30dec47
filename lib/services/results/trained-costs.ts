import type { Queryable } from "@/db/client";
import { selectRunCosts, selectSeriesSums } from "@/db/queries/results-read";
import type { ResultCost } from "@/lib/contracts";
import type { Member } from "./rows";

const PHASES = ["responses", "continuations", "grading", "update"] as const;

/** What each training cost, told once per arm that it is a seed of; those that have told nothing yet are left out. */
export async function readTrainedCosts(db: Queryable, members: readonly Member[]): Promise<ResultCost[]> {
  const ids = [...new Set(members.map(({ run }) => run.id))];
  const names = PHASES.map((phase) => `seconds/${phase}`);
  const [totals, sums] = await Promise.all([selectRunCosts(db, ids), selectSeriesSums(db, ids, names)]);
  const totalOf = new Map(totals.map((total) => [total.runId, total]));
  const sumOf = new Map(sums.map(({ runId, name, sum }) => [`${runId} ${name}`, sum]));
  return members.flatMap(({ arm, run }) => {
    const total = totalOf.get(run.id);
    if (!total) return [];
    const seconds = (phase: (typeof PHASES)[number]) => sumOf.get(`${run.id} seconds/${phase}`) ?? 0;
    const { trainSteps, responseTokens, continuationTokens, activeMs, gpuMs } = total;
    return {
      ...{ arm, seed: run.seed, runId: run.id, status: run.status },
      ...{ trainSteps, responseTokens, continuationTokens, activeMs, gpuMs },
      seconds: {
        responses: seconds("responses"),
        continuations: seconds("continuations"),
        grading: seconds("grading"),
        update: seconds("update"),
      },
    };
  });
}
