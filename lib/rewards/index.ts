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
export { bonusOf, type RewardInput, type RewardParts, rewardOf, stepCountFault } from "./reward";
export { type ContinuationCounts, meanSolvabilityOf, scoredSteps, solvability } from "./step-counts";
