import type { ReportContent } from "@/lib/contracts/report";
import {
  type AblationComparison,
  type ArmCost,
  type CompareOptions,
  compareArms,
  costsByArm,
} from "@/lib/stats/ablation";
import { claimSentences } from "./claim";

/** What a report judges: the part of its content that was measured or chosen, nothing that was concluded. */
export type ReportFacts = Pick<ReportContent, "results"> & {
  statistics: { options: Pick<CompareOptions, "level" | "alpha" | "power" | "delta"> };
};

export interface Conclusions {
  comparison: AblationComparison;
  costs: ArmCost[];
  sentences: string[];
}

/**
 * Version of the methods behind a report's conclusions. Raise it whenever lib/stats or the sentences here change on
 * purpose what a frozen report concludes: its page then says which statistics it was frozen with.
 */
export const STATISTICS_VERSION = 1;

/** Everything that a report concludes, from its frozen facts alone: the same facts, the same conclusions. */
export function conclude({ results, statistics }: ReportFacts): Conclusions {
  const comparison = compareArms(results, statistics.options);
  return {
    comparison,
    costs: costsByArm(results.costs, statistics.options.level),
    sentences: claimSentences(results, comparison),
  };
}
