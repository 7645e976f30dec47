import type { CostBreakdown, ResultArm } from "@/lib/contracts";
import type { AblationResults } from "@/lib/contracts/results";
import { csvOf } from "@/lib/reports/csv";
import { accuracyOf, COST_PHASES, phaseSeconds, trainedBenchmarks } from "@/lib/stats/costs";

const HEAD = [
  ...["arm", "seed", "run", "status", "train_steps", "response_tokens", "continuation_tokens"],
  ...["active_s", "gpu_s", ...COST_PHASES.map((phase) => `${phase}_s`)],
  ...["probe_tokens", "probe_s", "evaluation_s", "warm_up_run"],
];

/** One row a training, unfinished ones included with their status: every figure of the page can be computed from it. */
export function costsCsv(costs: CostBreakdown, results: AblationResults): string {
  const nameOf = new Map(costs.arms.map((arm: ResultArm) => [arm.key, arm.name]));
  const benchmarks = trainedBenchmarks(results.benchmarks).map(({ key }) => key);
  const rows = costs.seeds.map((seed) => [
    nameOf.get(seed.arm) ?? seed.arm,
    ...[seed.seed, seed.runId, seed.status, seed.trainSteps, seed.responseTokens, seed.continuationTokens],
    ...[seed.activeMs / 1000, seed.gpuMs / 1000, ...COST_PHASES.map((phase) => phaseSeconds(seed, phase))],
    ...[seed.probe.tokens, seed.probe.seconds, seed.evaluation.seconds, seed.warmUpRunId ?? ""],
    ...benchmarks.map((key) => accuracyOf(results, seed.runId, key) ?? ""),
  ]);
  const head = [...HEAD, ...benchmarks.map((key) => `accuracy_${key}`)];
  return `${csvOf([head, ...rows.map((row) => row.map(String))])}\r\n`;
}
