import type { ReportContent } from "@/lib/contracts/report";
import { type AblationComparison, type CompareOptions, compareArms } from "@/lib/stats/ablation";
import { claimSentences } from "./claim";
import { type CostConclusions, concludeCosts } from "./conclude-costs";
import { concludeQuestions, type QuestionConclusions } from "./conclude-questions";

/** What a report judges: the part of its content that was measured or chosen, nothing that was concluded. */
export type ReportFacts = Pick<ReportContent, "results" | "questions" | "costs"> & {
  statistics: { options: Pick<CompareOptions, "level" | "alpha" | "power" | "delta"> };
};

export interface Conclusions extends QuestionConclusions {
  comparison: AblationComparison;
  costs: CostConclusions;
  sentences: string[];
}

/**
 * Version of the methods behind a report's conclusions. Raise it whenever lib/stats or the sentences here change on
 * purpose what a frozen report concludes: its page then says which statistics it was frozen with.
 */
export const STATISTICS_VERSION = 1;

/** Everything that a report concludes, from its frozen facts alone: the same facts, the same conclusions. */
export function conclude({ results, questions, costs, statistics }: ReportFacts): Conclusions {
  const { options } = statistics;
  const comparison = compareArms(results, options);
  return {
    comparison,
    ...concludeQuestions(questions, comparison),
    costs: concludeCosts(costs, results, options.level),
    sentences: claimSentences(results, comparison),
  };
}
