export {
  ADVANTAGE_EPSILON,
  type GroupBaseline,
  type GroupOutcomes,
  groupAdvantages,
  largestDrop,
  meanByStep,
  type StepAdvantage,
  stepAdvantages,
} from "./advantages";
export { type ConfigIssue, configIssues } from "./config-issues";
export { type ExplainedPart, explainReward } from "./explain-reward";
export type { Histogram } from "./histogram";
export type { Change, RewardTerm } from "./largest-changes";
export type { Moments } from "./moments-of";
export type { RankAgreement } from "./rank-agreement";
export { rescore } from "./rescore";
export { GATES, type Rescored } from "./rescored";
export {
  allocateTable,
  buildTable,
  groupCount,
  type ResponseGroup,
  type ResponseRow,
  type ResponseTable,
} from "./response-table";
export {
  bonusOf,
  type RewardInput,
  type RewardParts,
  rewardOf,
  rewardScorer,
  stepCountFault,
} from "./reward";
export { SCHEMES, toRewardConfig, toWhatIfSettings } from "./schemes";
export type { Scheme } from "./schemes/scheme";
export {
  type ContinuationPoint,
  type RedrawKind,
  type RedrawSettings,
  type Resampled,
  type ResampledAdvantages,
  type Sensitivity,
  type SensitivityBase,
  type SensitivityProgress,
  sensitivity,
  sensitivityOf,
  type Variation,
} from "./sensitivity";
export { type SignChanges, signOf, ZERO_ADVANTAGE } from "./sign-changes";
export type { Signal } from "./signal";
export { type ContinuationCounts, meanSolvabilityOf, scoredSteps, solvability } from "./step-counts";
export { type StoredDifference, storedDifference } from "./stored-difference";
export type { UnknownRewards } from "./unknown-rewards";
export { type BeforeAfter, type WhatIfSummary, whatIf } from "./what-if";
