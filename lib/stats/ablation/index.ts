export { claimOf } from "./arm-summary";
export { type AblationComparison, type CompareInput, compareArms } from "./compare-arms";
export { type ArmCost, costsByArm } from "./costs";
export { PLANNING_ASSUMPTIONS, type SeedsCanShow, whatSeedsCanShow } from "./seeds-can-show";
export {
  type ArmComparison,
  type ArmSummary,
  type CompareOptions,
  type ComparisonRole,
  DEFAULT_COMPARE_OPTIONS,
  type NamedInterval,
  type SeedClaim,
  type SeedDot,
  VERDICT_WORDS,
  type Verdict,
} from "./types";
export { type VarianceShares, varianceShares } from "./variance-shares";
export {
  percent,
  percentInterval,
  points,
  pointsInterval,
  pValue,
  signedInterval,
  signedPoints,
} from "./words";
