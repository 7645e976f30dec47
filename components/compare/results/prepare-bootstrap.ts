import type { StatsTask } from "@/lib/client/stats-tasks";
import type { QuestionTable } from "@/lib/contracts/question-results";
import { type ArmComparison, scoreTable } from "@/lib/stats/ablation";

export const RESAMPLES = 10_000;

/**
 * The bootstrap of a comparison's difference: paired as its t test is, then on the seeds that both arms have finished,
 * in one order. Null where an arm has no answers, or the two share no seed.
 */
export function bootstrapTask(
  comparison: ArmComparison,
  table: QuestionTable,
  generatorSeed: number,
): StatsTask | null {
  const paired = comparison.design === "paired";
  const a = scoreTable(table, comparison.arm);
  const b = scoreTable(table, comparison.baseline);
  const keep = (own: typeof a, other: typeof a) =>
    own.scores.filter((_, i) => !paired || other.seeds.some((seed) => seed === own.seeds[i]));
  const tables = { a: keep(a, b), b: keep(b, a) };
  if (tables.a.length === 0 || tables.b.length === 0) return null;
  return {
    kind: "bootstrap-difference",
    ...tables,
    options: { paired, resamples: RESAMPLES, seed: generatorSeed },
  };
}
