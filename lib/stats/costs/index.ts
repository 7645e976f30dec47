export { type ArmTotals, armTotals } from "./arm-totals";
export { type CostRatio, costRatio } from "./cost-ratio";
export { type FormulaCheck, formulaCheck } from "./formula";
export {
  COST_MEASURES,
  COST_PHASES,
  type CostMeasure,
  type CostPhase,
  phaseSeconds,
} from "./measures";
export {
  accuracyOf,
  type PriceOfAPoint,
  type PriceQuestion,
  priceOfAPoint,
  trainedBenchmarks,
} from "./price";
export { type PaidUnit, type PriceWords, priceWords } from "./price-words";
