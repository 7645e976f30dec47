import { type ContinuationCounts, solvability } from "../step-counts";
import { gatedBy, type Scheme, setWeights } from "./scheme";

/**
 * Mean of the non-null stepAdvantages a_i = c_i - c_{i-1}, i = 1..min(K, K_max). Null where c_0 is unknown or every a_i
 * is; a lost c_i leaves a_i and a_{i+1} unknown. With nothing lost it is (c_n - c_0)/n, since the sum telescopes.
 */
export function meanProgress(scored: readonly ContinuationCounts[], c0: number | null): number | null {
  if (c0 === null) return null;
  let previous: number | null = c0;
  let total = 0;
  let known = 0;
  for (const step of scored) {
    const c = solvability(step);
    if (c !== null && previous !== null) {
      total += c - previous;
      known += 1;
    }
    previous = c;
  }
  return known === 0 ? null : total / known;
}

/** proc' = mean stepAdvantage behind the gate on R_proc. */
export const progress: Scheme = {
  key: "progress",
  title: "Progress",
  description:
    "Pays the mean step advantage a_i = c_i − c_{i−1} instead of the mean solvability, behind the same gate on R_proc. c_0 is the share of right responses in the response's group (an invalid format counts as wrong); the method as published never puts it into the reward, here it does. With nothing lost the sum telescopes: the mean is (c_n − c_0)/n for n scored trace steps, so only the last solvability and n tell responses of a group apart. Unknown where the group is not stored whole.",
  source:
    "Setlur et al. 2024, Rewarding Progress (arXiv 2410.08146), with the policy as its own prover and a mean over trace steps in the place of rewards at each of them",
  formula: String.raw`\begin{cases}\operatorname{mean}_i\,(c_i - c_{i-1}) & R_{\text{proc}} \ge \tau\\ -B(K) & \text{else}\end{cases}`,
  trainable: true,
  needsGroup: true,
  gated: true,
  weights: setWeights,
  processPart: (facts) => gatedBy(facts, meanProgress(facts.scored, facts.c0)),
};
