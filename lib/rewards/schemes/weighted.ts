import { gatedBy, type Scheme, setWeights } from "./scheme";

const METHOD = "ProcessThinker (arXiv 2606.11209)";
const FORMULA = String.raw`\begin{cases}R_{\text{proc}} & R_{\text{proc}} \ge \tau\\ -B(K) & \text{else}\end{cases}`;

/** The method's own reward: R_fmt + λ_outcome·outcome' + λ_process·proc' + B(K), proc' = R_proc behind the gate at τ. */
export const weighted: Scheme = {
  key: "weighted",
  title: "Weighted",
  description:
    "The method's reward with the weights as set: λ = 0.5 and 0.5 is the paper's mixed arm. proc' is the mean solvability where it reaches τ, else −B(K); unknown where lost continuations could turn the gate.",
  source: METHOD,
  formula: FORMULA,
  trainable: true,
  needsGroup: false,
  gated: true,
  weights: setWeights,
  processPart: (facts) => gatedBy(facts, facts.process),
};

/** λ_outcome = 1: continuations, where there are any, change nothing. */
export const outcome: Scheme = {
  ...weighted,
  key: "outcome",
  title: "Outcome only",
  description:
    "λ outcome is 1 and λ process 0, whatever the weights say: only the format, the answer and the step bonus pay. A response whose answer nobody could judge has no reward.",
  weights: () => ({ outcome: 1, process: 0 }),
};

/** λ_process = 1: the answer itself pays nothing. */
export const process: Scheme = {
  ...weighted,
  key: "process",
  title: "Process only",
  description:
    "λ process is 1 and λ outcome 0, whatever the weights say: the answer itself pays nothing, the mean solvability behind the gate does. A response without continuations has no reward.",
  weights: () => ({ outcome: 0, process: 1 }),
};
