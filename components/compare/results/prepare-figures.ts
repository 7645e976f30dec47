import type { AblationResults } from "@/lib/contracts/results";
import type { ArmSummary } from "@/lib/stats/ablation";

export interface DotFigure {
  key: string;
  /** Null: a mean over benchmarks. */
  benchmark: string | null;
  summaries: ArmSummary[];
}

type Facts = Pick<AblationResults, "benchmarks">;

/** Whether an arm is to have a result there at all: "not yet" is said only of what can still come. */
export function isExpected(summary: ArmSummary, { benchmarks }: Facts): boolean {
  if (summary.seeds.length > 0) return true;
  const benchmark = benchmarks.find(({ key }) => key === summary.benchmark);
  return summary.source === "trained" && benchmark?.imported !== true;
}

/**
 * A figure a benchmark with the arms that belong there, then one for each set of benchmarks that arms were averaged
 * over: means over different questions never stand on one axis.
 */
export function dotFigures(results: Facts, summaries: readonly ArmSummary[]): DotFigure[] {
  const own = results.benchmarks.map(({ key }) => ({
    key,
    benchmark: key,
    summaries: summaries.filter((s) => s.benchmark === key && isExpected(s, results)),
  }));
  const means = summaries.filter((s) => s.benchmark === null && isExpected(s, results));
  const sizes = [...new Set(means.map(({ questions }) => questions))];
  return [
    ...own.filter((figure) => figure.summaries.length > 0),
    ...sizes.map((size) => ({
      key: `mean ${size}`,
      benchmark: null,
      summaries: means.filter(({ questions }) => questions === size),
    })),
  ];
}
