import type { ResultCost } from "@/lib/contracts/results";
import { type TInterval, tInterval } from "../seeds";

/** The price of one arm: means over its finished trainings with t intervals over seeds. */
export type ArmCost = {
  arm: string;
  /** Finished trainings; each of the intervals below has this n. */
  seedCount: number;
  trainSteps: TInterval;
  responseTokens: TInterval;
  continuationTokens: TInterval;
  /** (response + continuation tokens) / response tokens: 1 where no continuation is sampled. */
  tokenFactor: TInterval;
  /** Seconds, wall time of active training over all attempts. */
  activeSeconds: TInterval;
  gpuSeconds: TInterval;
  /** Seconds by phase, summed over train steps. */
  phases: Record<keyof ResultCost["seconds"], TInterval>;
};

/**
 * Cost per arm over its succeeded trainings (an unfinished one would make its arm look cheap), one entry per arm in the
 * order of first appearance. Plain means with t intervals; one seed has no interval.
 */
export function costsByArm(costs: readonly ResultCost[], level = 0.95): ArmCost[] {
  const finished = costs.filter(({ status }) => status === "succeeded");
  return [...new Set(costs.map(({ arm }) => arm))].map((arm) => {
    const own = finished.filter((cost) => cost.arm === arm);
    const over = (pick: (cost: ResultCost) => number) => tInterval(own.map(pick), level);
    const withTokens = own.filter(({ responseTokens }) => responseTokens > 0);
    return {
      arm,
      seedCount: own.length,
      trainSteps: over((cost) => cost.trainSteps),
      responseTokens: over((cost) => cost.responseTokens),
      continuationTokens: over((cost) => cost.continuationTokens),
      tokenFactor: tInterval(
        withTokens.map((cost) => 1 + cost.continuationTokens / cost.responseTokens),
        level,
      ),
      activeSeconds: over((cost) => cost.activeMs / 1000),
      gpuSeconds: over((cost) => cost.gpuMs / 1000),
      phases: {
        responses: over((cost) => cost.seconds.responses),
        continuations: over((cost) => cost.seconds.continuations),
        grading: over((cost) => cost.seconds.grading),
        update: over((cost) => cost.seconds.update),
      },
    };
  });
}
