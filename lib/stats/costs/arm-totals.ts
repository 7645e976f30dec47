import type { CostSeed } from "@/lib/contracts/costs";
import { type TInterval, tInterval } from "../seeds";
import {
  COST_MEASURES,
  COST_PHASES,
  type CostMeasure,
  type CostPhase,
  finishedSeeds,
  phaseSeconds,
} from "./measures";

/** The price of one arm: means over its finished trainings with t intervals over seeds. */
export interface ArmTotals {
  arm: string;
  seeds: CostSeed[];
  /** In the unit of each measure. */
  measures: Record<CostMeasure, TInterval>;
  /** Seconds. */
  phases: Record<CostPhase, TInterval>;
  /** Kept apart: no part of the measures above. */
  probeTokens: TInterval;
  probeSeconds: TInterval;
  /** Over trainings of which an evaluation has ended. */
  evaluationSeconds: TInterval;
  /** (response + continuation tokens) / response tokens; over trainings that sampled any. */
  tokenFactor: TInterval;
}

/** Cost of an arm over its finished trainings. One seed has no interval, none has nothing. */
export function armTotals(all: readonly CostSeed[], arm: string, level = 0.95): ArmTotals {
  const seeds = finishedSeeds(all, arm);
  const over = (of: (seed: CostSeed) => number, some = seeds) => tInterval(some.map(of), level);
  const measure = (key: CostMeasure) => over(COST_MEASURES[key].of);
  const [responses, continuations, grading, update, other] = COST_PHASES.map((phase) =>
    over((seed) => phaseSeconds(seed, phase)),
  );
  const none = tInterval([], level);
  return {
    ...{ arm, seeds },
    measures: {
      tokens: measure("tokens"),
      responseTokens: measure("responseTokens"),
      continuationTokens: measure("continuationTokens"),
      activeSeconds: measure("activeSeconds"),
      gpuSeconds: measure("gpuSeconds"),
    },
    phases: {
      responses: responses ?? none,
      continuations: continuations ?? none,
      grading: grading ?? none,
      update: update ?? none,
      other: other ?? none,
    },
    probeTokens: over((seed) => seed.probe.tokens),
    probeSeconds: over((seed) => seed.probe.seconds),
    evaluationSeconds: over(
      (seed) => seed.evaluation.seconds,
      seeds.filter((seed) => seed.evaluation.jobs > 0),
    ),
    tokenFactor: over(
      (seed) => 1 + seed.continuationTokens / seed.responseTokens,
      seeds.filter((seed) => seed.responseTokens > 0),
    ),
  };
}
