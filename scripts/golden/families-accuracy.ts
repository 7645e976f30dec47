import { z } from "zod";
import { interquartileMean, probabilityOfImprovement } from "@/lib/stats/aggregate";
import { fisher, mcnemar } from "@/lib/stats/contingency";
import { betaCdf, betaQuantile, normalCdf, normalQuantile, tCdf, tQuantile } from "@/lib/stats/distributions";
import { holm } from "@/lib/stats/multiple";
import { monteCarloP, permutationSignFlip, permutationTwoSample } from "@/lib/stats/permutation";
import { questionsPower, seedsNeeded } from "@/lib/stats/power";
import {
  betaPosterior,
  betaSuperiority,
  clopperPearson,
  jeffreys,
  newcombe,
  pairedProportionInterval,
  wilson,
} from "@/lib/stats/proportions";
import { clusteredSe, decodesPerQuestion } from "@/lib/stats/questions";
import { bootstrapSeedsExact, pairedDifference, tInterval, welch } from "@/lib/stats/seeds";
import { threeLevel, totalSe, twoWay } from "@/lib/stats/variance-components";
import { type Family, family } from "./family";

const number = z.number();
const numbers = z.array(number);
const table = z.array(numbers);
const conf = number.default(0.95);
const share = z.object({ k: number, n: number, conf });
const twoShares = z.object({ k1: number, n1: number, k2: number, n2: number, conf });
const twoLists = z.object({ a: numbers, b: numbers, conf });
const levels = { alpha: number.default(0.05), power: number.default(0.8) };

const SPECIAL: Record<string, (x: number, a: number, b: number) => number> = {
  qbeta: betaQuantile,
  pbeta: betaCdf,
  qt: tQuantile,
  pt: tCdf,
  qnorm: normalQuantile,
  pnorm: normalCdf,
};

const special = family(
  z.object({ fn: z.string(), args: numbers.min(1) }),
  ({ fn, args: [x = 0, a = 0, b = 0] }) => {
    const evaluate = SPECIAL[fn];
    if (!evaluate) throw new TypeError(`unknown special function "${fn}"`);
    return { value: evaluate(x, a, b) };
  },
);

const power = family(
  z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("questions"),
      w2: number,
      sA2: number,
      sB2: number,
      KA: number,
      KB: number,
      delta: number,
      n: number,
      ...levels,
    }),
    z.object({ kind: z.literal("seeds"), delta: number, sd: number, ...levels }),
  ]),
  (input) =>
    input.kind === "questions"
      ? questionsPower(input)
      : { seedsNeeded: seedsNeeded(input.delta, input.sd, { alpha: input.alpha, power: input.power }) },
);

/** Families about accuracies: questions, seeds, arms. Names are those of the files. */
export const ACCURACY_FAMILIES: Record<string, Family> = {
  special,
  power,
  wilson: family(share, ({ k, n, conf }) => wilson(k, n, conf)),
  clopper_pearson: family(share, ({ k, n, conf }) => clopperPearson(k, n, conf)),
  jeffreys: family(share, ({ k, n, conf }) => jeffreys(k, n, conf)),
  beta_posterior: family(share.extend({ prior: z.tuple([number, number]).default([1, 1]) }), (input) =>
    betaPosterior(input.k, input.n, input.conf, input.prior),
  ),
  clustered_se: family(
    z.object({ scores: numbers, clusters: z.array(z.union([number, z.string()])), conf }),
    ({ scores, clusters, conf }) => clusteredSe(scores, clusters, conf),
  ),
  k_samples: family(z.object({ successes: numbers, K: number, K2: number }), ({ successes, K, K2 }) =>
    decodesPerQuestion(successes, K, K2),
  ),
  t_interval: family(z.object({ values: numbers, conf }), ({ values, conf }) => tInterval(values, conf)),
  boot_seeds_exact: family(z.object({ values: numbers, conf }), ({ values, conf }) =>
    bootstrapSeedsExact(values, conf),
  ),
  two_way: family(z.object({ Y: table }), ({ Y }) => twoWay(Y)),
  three_level: family(z.object({ Y: z.array(table) }), ({ Y }) => threeLevel(Y)),
  total_se: family(z.object({ A: table, B: table }), ({ A, B }) => totalSe(A, B)),
  welch: family(twoLists, ({ a, b, conf }) => welch(a, b, conf)),
  paired_diff: family(twoLists, ({ a, b, conf }) => pairedDifference(a, b, conf)),
  mcnemar: family(z.object({ b: number, c: number }), ({ b, c }) => mcnemar(b, c)),
  paired_prop_ci: family(z.object({ b: number, c: number, n: number, conf }), ({ b, c, n, conf }) =>
    pairedProportionInterval(b, c, n, conf),
  ),
  newcombe: family(twoShares, ({ k1, n1, k2, n2, conf }) => newcombe(k1, n1, k2, n2, conf)),
  beta_superiority: family(twoShares, ({ k1, n1, k2, n2 }) => ({ p: betaSuperiority(k1, n1, k2, n2) })),
  fisher: family(z.object({ a: number, b: number, c: number, d: number }), ({ a, b, c, d }) => ({
    p: fisher(a, b, c, d),
  })),
  perm_two_sample: family(twoLists, ({ a, b }) => permutationTwoSample(a, b)),
  perm_sign_flip: family(z.object({ d: numbers }), ({ d }) => permutationSignFlip(d)),
  mc_p: family(z.object({ exceed: number, R: number }), ({ exceed, R }) => ({ p: monteCarloP(exceed, R) })),
  holm: family(z.object({ p: numbers }), ({ p }) => ({ adj: holm(p) })),
  iqm: family(z.object({ scores: table }), ({ scores }) => ({ iqm: interquartileMean(scores) })),
  prob_improvement: family(z.object({ x: table, y: table }), ({ x, y }) => ({
    value: probabilityOfImprovement(x, y),
  })),
};
