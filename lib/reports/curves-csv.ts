import type { FrozenCurve } from "@/lib/contracts/report";
import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import { csvOf } from "./csv";

/** Every seed's value at every place: what the curves and their bands are computed from. */
export function curvesCsv(
  curves: readonly FrozenCurve[],
  results: Pick<AblationResults, "arms" | "benchmarks">,
): string {
  const names = resultNames(results);
  const rows = curves.flatMap(({ metric, arms }) =>
    arms.flatMap(({ arm, trainSteps, seeds }) =>
      seeds.flatMap(({ seed, values }) =>
        trainSteps.map(([first, last], i) => {
          const value = values[i] ?? null;
          return [
            metric,
            names.arm(arm),
            String(seed),
            String(first),
            String(last),
            value === null ? "" : String(value),
          ];
        }),
      ),
    ),
  );
  return csvOf([["metric", "arm", "seed", "first train step", "last train step", "mean"], ...rows]);
}
