import type { RewardConfig } from "@/lib/contracts/reward-config";
import { explainScheme } from "./explain-scheme";
import { formulaNumber as shown } from "./formula-number";
import { type RewardInput, type RewardParts, rewardOf, stepCountFault } from "./reward";
import { type ContinuationCounts, scoredSteps, solvability } from "./step-counts";

/** One line of the reward's formula with a trace's own numbers in it. */
export type ExplainedPart = {
  id: "valid" | "format" | "bonus" | "outcome" | "process" | "scheme" | "gate" | "reward";
  /** Left side, LaTeX: "R_{\\text{fmt}}". */
  symbol: string;
  /** The general formula, LaTeX. */
  formula: string;
  /** The same with this trace's numbers, LaTeX; null where there is nothing to put in. */
  numbers: string | null;
  /** Null = unknown. 1 and 0 for valid. */
  value: number | null;
  /** One plain sentence: what happened here and why. Also what a screen reader says. */
  note: string;
};

/**
 * The reward as a formula with this trace's numbers, part by part, the sum last. Recomputed from the counts by `rewardOf`,
 * so that what is explained is what the formula gives; a page shows a stored R that differs beside it.
 */
export function explainReward(
  input: RewardInput,
  config: RewardConfig,
): { parts: ExplainedPart[]; reward: RewardParts } {
  const reward = rewardOf(input, config);
  const valid = validPart(input, config, reward);
  if (!reward.formatValid) return { parts: [valid, invalidSum()], reward };
  const scored = scoredSteps(input.counts, input.stepCount, config);
  const parts = [
    valid,
    formatPart(input, config, reward),
    bonusPart(config, reward),
    outcomePart(config, reward),
    processPart(scored, reward),
    ...explainScheme(input, scored, config, reward),
    sumPart(config, reward),
  ];
  return { parts, reward };
}

const orUnknown = (value: number | null) => (value === null ? String.raw`\text{unknown}` : shown(value));

function validPart(input: RewardInput, config: RewardConfig, reward: RewardParts): ExplainedPart {
  const { stepMin, stepMax } = config;
  const note = () => {
    if (reward.formatValid)
      return `The format is valid: ${input.stepCount} trace steps, ${stepMin} to ${stepMax} allowed.`;
    if (!input.grammarValid) return "The text is not of the grammar: R is 0 and no continuation is sampled.";
    const side = stepCountFault(input.stepCount, config) === "too-few-steps" ? "fewer" : "more";
    return `${input.stepCount} trace steps are ${side} than the ${stepMin} to ${stepMax} allowed: R is 0 and no continuation is sampled.`;
  };
  return {
    id: "valid",
    symbol: String.raw`\text{valid}`,
    formula: String.raw`\text{grammar} \wedge K_{\min} \le K \le K_{\max}`,
    numbers: input.grammarValid ? String.raw`${stepMin} \le ${input.stepCount} \le ${stepMax}` : null,
    value: Number(reward.formatValid),
    note: note(),
  };
}

function invalidSum(): ExplainedPart {
  return {
    id: "reward",
    symbol: "R",
    formula: "R = 0",
    numbers: null,
    value: 0,
    note: "An invalid format earns 0.",
  };
}

function formatPart(input: RewardInput, config: RewardConfig, reward: RewardParts): ExplainedPart {
  const { formatReward, lengthReward, lengthMin, lengthMax } = config;
  const paid = reward.lengthValid ? lengthReward : 0;
  const where = reward.lengthValid ? "within" : "outside";
  return {
    id: "format",
    symbol: String.raw`R_{\text{fmt}}`,
    formula: String.raw`r_1 + \beta\,[L_{\min} \le L \le L_{\max}]`,
    numbers: `${shown(formatReward)} + ${shown(paid)}`,
    value: reward.format,
    note: `${input.responseTokens} tokens lie ${where} ${lengthMin} to ${lengthMax}, so β pays ${shown(paid)}.`,
  };
}

function bonusPart(config: RewardConfig, reward: RewardParts): ExplainedPart {
  const { alpha, stepMin, stepMax } = config;
  const k = reward.stepCount;
  const numbers =
    config.stepBonus && stepMax > stepMin
      ? String.raw`${shown(alpha)}\sqrt{\tfrac{${k} - ${stepMin}}{${stepMax} - ${stepMin}}}`
      : null;
  return {
    id: "bonus",
    symbol: "B(K)",
    formula: String.raw`\alpha\sqrt{\operatorname{clip}\!\left(\tfrac{K - K_{\min}}{K_{\max} - K_{\min}}, 0, 1\right)}`,
    numbers,
    value: reward.stepBonus,
    note: config.stepBonus
      ? `The bonus for ${k} trace steps is ${shown(reward.stepBonus)}.`
      : "The step bonus is off.",
  };
}

function outcomePart(config: RewardConfig, reward: RewardParts): ExplainedPart {
  const note = () => {
    if (reward.outcome === null) return "Nobody could tell whether the answer is right.";
    if (reward.outcome === 1) return "The answer is right.";
    return config.penaltyGate ? "The answer is wrong, so the gate pays −B(K)." : "The answer is wrong.";
  };
  return {
    id: "outcome",
    symbol: String.raw`\text{outcome}'`,
    formula: config.penaltyGate
      ? String.raw`\begin{cases}1 & \text{right}\\ -B(K) & \text{wrong}\end{cases}`
      : String.raw`[\text{right}]`,
    numbers: reward.outcomeGated === null ? null : shown(reward.outcomeGated),
    value: reward.outcomeGated,
    note: note(),
  };
}

function processPart(scored: readonly ContinuationCounts[], reward: RewardParts): ExplainedPart {
  const fractions = scored
    .filter((step) => step.returned > 0)
    .map((s) => String.raw`\tfrac{${s.successes}}{${s.returned}}`);
  const lost = scored.reduce((total, step) => total + step.requested - step.returned, 0);
  const nothing = scored.filter((step) => solvability(step) === null).length;
  const note = () => {
    if (scored.length === 0) return "No continuation was sampled.";
    const steps = `Mean of ${scored.length - nothing} of ${scored.length} scored trace steps`;
    if (lost === 0) return `${steps}.`;
    return `${steps}; ${lost} lost continuation${lost === 1 ? " is" : "s are"} missing, not failed.`;
  };
  return {
    id: "process",
    symbol: String.raw`R_{\text{proc}}`,
    formula: String.raw`\operatorname{mean}_i\; c_i`,
    numbers:
      fractions.length === 0
        ? null
        : String.raw`\tfrac{1}{${fractions.length}}\left(${fractions.join(" + ")}\right)`,
    value: reward.process,
    note: note(),
  };
}

function sumPart(config: RewardConfig, reward: RewardParts): ExplainedPart {
  const term = (weight: number, value: number | null) =>
    String.raw`${shown(weight)}\cdot ${value !== null && value < 0 ? `(${shown(value)})` : orUnknown(value)}`;
  return {
    id: "reward",
    symbol: "R",
    formula: String.raw`R_{\text{fmt}} + \lambda_{\text{out}}\,\text{outcome}' + \lambda_{\text{proc}}\,\text{proc}' + B(K)`,
    numbers: `${shown(reward.format)} + ${term(config.lambdaOutcome, reward.outcomeGated)} + ${term(config.lambdaProcess, reward.processGated)} + ${shown(reward.stepBonus)}`,
    value: reward.reward,
    note:
      reward.reward === null
        ? "R is unknown: the response is left out of its group's baseline."
        : `R is ${shown(reward.reward)}.`,
  };
}
