export { claimOf } from "./arm-summary";
export { clusterWords, isClustered } from "./clusters";
export { type AblationComparison, type CompareInput, compareArms } from "./compare-arms";
export { type CheckpointComparison, compareCheckpoints, type QuestionOutcome } from "./compare-checkpoints";
export { type ArmCost, costsByArm } from "./costs";
export { type MeasuredSpread, measuredSpreads, type SourcedSpread } from "./measured-spread";
export { type MoreSeeds, moreSeeds } from "./more-seeds";
export { compareOnNewQuestions, type NewQuestionsComparison } from "./new-questions";
export { type ArmScores, scoreTable } from "./question-tables";
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
export { type VariancePart, type VarianceStrip, varianceStrip } from "./variance-strips";
export {
  percent,
  percentInterval,
  points,
  pointsInterval,
  pValue,
  signedInterval,
  signedPoints,
} from "./words";
