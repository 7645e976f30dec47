import { gatedBy, penaltyOf, type Scheme, setWeights } from "./scheme";

/** proc' of the method where the answer is right; as if the gate had failed where it is wrong. */
export const processIfCorrect: Scheme = {
  key: "process-if-correct",
  title: "Process only if correct",
  description:
    "The mean solvability behind the gate pays only where the answer is right; a wrong answer pays −B(K) for the process part too (0 with the gate off), so that solvable beginnings of a wrong answer earn nothing. Unknown where nobody could judge the answer; a wrong answer needs no continuations to be known.",
  source:
    "Stepwell's own combination of the method's parts; conditioning the process reward on the outcome is a known guard against hacking it",
  formula: String.raw`\begin{cases}R_{\text{proc}} & \text{right} \wedge R_{\text{proc}} \ge \tau\\ -B(K) & \text{else}\end{cases}`,
  trainable: true,
  needsGroup: false,
  gated: true,
  weights: setWeights,
  processPart: (facts) => {
    if (facts.outcome === null) return null;
    if (facts.outcome === 1) return gatedBy(facts, facts.process);
    return facts.config.penaltyGate ? penaltyOf(facts) : 0;
  },
};
