export * from "./ablation";
export { interquartileMean, probabilityOfImprovement } from "./aggregate";
export {
  type AgreementScale,
  alphaOfCoincidences,
  cohenKappa,
  coincidences,
  type Kappa,
  type KappaWeights,
  kappaOfTable,
  krippendorffAlpha,
  type Rating,
} from "./agreement";
export {
  aucOfLevels,
  brierScore,
  type CalibrationBin,
  calibrationCurve,
  expectedCalibrationError,
  rocAuc,
  type ScoredItem,
} from "./calibration";
export { type ClusterBootstrap, type ClusterBootstrapOptions, clusterBootstrap } from "./cluster-bootstrap";
export { type ClusterSum, clusteredMean } from "./clustered-sums";
export { meanOfIntervals } from "./combined-intervals";
export { fisher, mcnemar } from "./contingency";
export { countFromPercent } from "./counts-of-percent";
export { empiricalBayes } from "./empirical-bayes";
export { type FirstErrorPair, type ProcessBenchF1, processBenchF1 } from "./first-error";
export {
  curtailed,
  gatedReward,
  gateProbabilities,
  leastSuccesses,
  posteriorGate,
  predictivePass,
  stepBonus,
} from "./gate";
export {
  type BootstrapOptions,
  type HierarchicalBootstrap,
  hierarchicalBootstrap,
  hierarchicalBootstrapDifference,
  type ScoreTable,
} from "./hierarchical-bootstrap";
export { holm } from "./multiple";
export {
  monteCarloP,
  permutationSignFlip,
  permutationSignFlipMonteCarlo,
  permutationTwoSample,
  signFlipFloor,
  twoSampleFloor,
} from "./permutation";
export { type PlannedSpread, plannedSpread, type SpreadGuess } from "./planned-spread";
export { type PosteriorGate, posteriorGateProbabilities } from "./posterior-gate";
export { minimumDetectable, questionsPower, type SeedDesign, seedsNeeded } from "./power";
export {
  detectableEffect,
  OBSERVED_POWER_CAVEAT,
  type PowerOptions,
  powerByEffect,
  powerCurve,
  powerOf,
  seedsForPower,
} from "./power-of-seeds";
export {
  betaPosterior,
  betaSuperiority,
  clopperPearson,
  jeffreys,
  newcombe,
  pairedProportionInterval,
  wilson,
} from "./proportions";
export { clusteredSe, decodesPerQuestion } from "./questions";
export { RANDOM_METHOD, type RandomStream, randomStream } from "./random";
export { type FiellerSet, fieller, type RatioInterval, ratioInterval } from "./ratios";
export { sdInterval } from "./sd-interval";
export { bootstrapSeedsExact, pairedDifference, pairedT, tInterval, welch } from "./seeds";
export {
  falseZero,
  meanSolvability,
  missingContinuations,
  rolloutCost,
  stepAdvantageOf,
} from "./solvability";
export { hypergeometric, subsampleGate } from "./subsample";
export { totalDifference } from "./total-difference";
export { threeLevel, totalSe, twoWay } from "./variance-components";
