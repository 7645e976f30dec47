import type { Scheme } from "./scheme";
import { weighted } from "./weighted";

/** The weighted scheme's parts, each normalised in its group before they are added (../gdpo-advantages.ts). */
export const gdpo: Scheme = {
  ...weighted,
  key: "gdpo",
  title: "GDPO normalisation",
  description:
    "The parts r1, β, outcome', proc' and B(K) are each centred and divided by their SD within the group, added with their weights (1, 1, λ outcome, λ process, 1), and the sums are centred and divided by their SD over the train step. R as shown is the sum of the normalised parts: it, and not the weighted sum, tells the responses of a group apart, and it is unknown where the group is not stored whole. The train step is what is stored of it: where only a sample of groups is kept, its mean and SD are those of the sample. Recomputed only: one reward per response is what the trainer hands to TRL.",
  source:
    "Liu et al. 2026, GDPO (arXiv 2601.05242), as in TRL's normalize_then_sum; there a missing part counts as 0, here a response without R stays out of every baseline",
  trainable: false,
};
