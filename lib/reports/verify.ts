import type { ReportContent } from "@/lib/contracts/report";
import { type Conclusions, conclude, STATISTICS_VERSION } from "./conclude";
import { conclusionValuesOf, type Difference, differingConclusions } from "./conclusion-values";

export interface Verified {
  conclusions: Conclusions;
  /** Conclusions that are not what they were when frozen. */
  differences: Difference[];
  /** The methods themselves have another version than at freezing. */
  otherStatistics: boolean;
}

/** Computes a report's conclusions anew from its frozen facts and holds them against those frozen with it. */
export function verifyReport(content: ReportContent): Verified {
  const conclusions = conclude(content);
  return {
    conclusions,
    differences: differingConclusions(content.conclusions.values, conclusionValuesOf(conclusions)),
    otherStatistics: content.statistics.version !== STATISTICS_VERSION,
  };
}
