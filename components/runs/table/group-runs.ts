import { decodeNumber, type RunRow } from "@/lib/contracts";
import { armTitle } from "../arm-title";

export interface MetricMean {
  mean: number;
  /** Runs with a finite value: a mean without its n is not shown. */
  n: number;
}

export interface RunGroup {
  key: string;
  name: string;
  position: number | null;
  runs: RunRow[];
  means: Record<string, MetricMean>;
}

/** Mean over the runs that have a finite value of a metric; null if none has. */
export function metricMean(runs: readonly RunRow[], name: string): MetricMean | null {
  const values = runs.flatMap((run) => {
    const value = run.metrics[name];
    return value === undefined ? [] : [decodeNumber(value)];
  });
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return null;
  return { mean: finite.reduce((sum, v) => sum + v, 0) / finite.length, n: finite.length };
}

/** Runs by arm: arms in their order, then what has none (warm-ups, commands, imports); runs keep their order within. Arms of one name are one group. */
export function groupByArm(runs: readonly RunRow[], metrics: readonly string[]): RunGroup[] {
  const groups = new Map<string, RunGroup>();
  for (const run of runs) {
    const name = armTitle(run);
    const group = groups.get(name) ?? { key: name, name, position: run.armPosition, runs: [], means: {} };
    group.runs.push(run);
    groups.set(name, group);
  }
  const rank = (g: RunGroup) => g.position ?? Number.POSITIVE_INFINITY;
  const sorted = [...groups.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
  for (const group of sorted) {
    for (const name of metrics) {
      const mean = metricMean(group.runs, name);
      if (mean) group.means[name] = mean;
    }
  }
  return sorted;
}
