import type { QuestionResults } from "@/lib/contracts/question-results";
import {
  type AblationComparison,
  compareOnNewQuestions,
  type NewQuestionsComparison,
  type VarianceStrip,
  varianceStrip,
} from "@/lib/stats/ablation";

export interface QuestionConclusions {
  /** The declared comparisons as claims about new seeds and new questions; exploratory beside the primary ones. */
  newQuestions: NewQuestionsComparison[];
  /** Where the variance of single answers comes from, an arm on a benchmark. */
  variance: VarianceStrip[];
}

/** What single questions add to accuracies: claims that reach beyond these questions, and what varies. */
export function concludeQuestions(
  { tables }: QuestionResults,
  { comparisons, options }: AblationComparison,
): QuestionConclusions {
  const newQuestions = comparisons.flatMap((c) => {
    const table = tables.find(({ benchmark }) => benchmark === c.benchmark);
    if (!table || (c.role !== "declared" && c.role !== "contrast")) return [];
    const paired = c.design === "paired";
    return [compareOnNewQuestions(table, c.arm, c.baseline, { paired, level: options.level })];
  });
  const variance = tables.flatMap((table) => {
    const arms = [...new Set(table.rows.map(({ arm }) => arm))];
    return arms.map((arm) => varianceStrip(table, arm)).filter((strip) => strip !== null);
  });
  return { newQuestions, variance };
}
