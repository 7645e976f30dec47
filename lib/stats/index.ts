export * from "./ablation";
export { interquartileMean, probabilityOfImprovement } from "./aggregate";
export { fisher, mcnemar } from "./contingency";
export { empiricalBayes } from "./empirical-bayes";
export {
  curtailed,
  gatedReward,
  gateProbabilities,
  leastSuccesses,
  posteriorGate,
  predictivePass,
  stepBonus,
} from "./gate";
export { holm } from "./multiple";
export {
  monteCarloP,
  permutationSignFlip,
  permutationSignFlipMonteCarlo,
  permutationTwoSample,
  signFlipFloor,
  twoSampleFloor,
} from "./permutation";
export { type PosteriorGate, posteriorGateProbabilities } from "./posterior-gate";
export { minimumDetectable, questionsPower, type SeedDesign, seedsNeeded } from "./power";
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
export { bootstrapSeedsExact, pairedDifference, pairedT, tInterval, welch } from "./seeds";
export {
  falseZero,
  meanSolvability,
  missingContinuations,
  rolloutCost,
  stepAdvantageOf,
} from "./solvability";
export { hypergeometric, subsampleGate } from "./subsample";
export { threeLevel, totalSe, twoWay } from "./variance-components";
