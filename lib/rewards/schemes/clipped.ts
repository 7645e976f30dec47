import { type ContinuationCounts, solvability } from "../step-counts";
import { type Scheme, setWeights } from "./scheme";

/** Mean of min(c_i - η, 0) over the non-null c_i, at most 0; null where all are null. */
export function meanClipped(scored: readonly ContinuationCounts[], eta: number): number | null {
  let total = 0;
  let known = 0;
  for (const step of scored) {
    const c = solvability(step);
    if (c === null) continue;
    total += Math.min(c - eta, 0);
    known += 1;
  }
  return known === 0 ? null : total / known;
}

/** proc' = mean of min(c_i - τ, 0): the threshold η is τ, and the clip takes the gate's place. */
export const clipped: Scheme = {
  key: "clipped",
  title: "Clipped",
  description:
    "Each trace step pays min(c_i − τ, 0): a step can cost something and never earn anything, so that more easy steps are not worth more. The threshold is τ, and the clip takes the gate's place for the process part; a wrong answer still pays −B(K) under the gate, and B(K) is paid as set: switch it off to have no pay for length at all. Steps whose continuations were all lost are left out; unknown where all were.",
  source:
    "Gao et al. 2024, On Designing Effective RL Reward at Training Time for LLM Reasoning (arXiv 2410.15115), the Clip mechanism; there the steps of a learned reward model are summed, here the measured c_i are averaged, so that λ keeps its scale",
  formula: String.raw`\operatorname{mean}_i\,\min(c_i - \tau, 0)`,
  trainable: true,
  needsGroup: false,
  gated: false,
  weights: setWeights,
  processPart: ({ scored, config }) => meanClipped(scored, config.tau),
};
