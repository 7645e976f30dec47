import { z } from "zod";
import { empiricalBayes } from "@/lib/stats/empirical-bayes";
import { curtailed, gatedReward, gateProbabilities, posteriorGate, predictivePass } from "@/lib/stats/gate";
import {
  falseZero,
  meanSolvability,
  missingContinuations,
  rolloutCost,
  stepAdvantageOf,
} from "@/lib/stats/solvability";
import { hypergeometric, subsampleGate } from "@/lib/stats/subsample";
import { type Family, family } from "./family";

const number = z.number();
const numbers = z.array(number);
const rule = z.enum([">=", ">"]).default(">=");
const prior = { a: number.default(0.5), b: number.default(0.5) };

/** Families about continuations, solvability and the gate. Names are those of the files. */
export const CONTINUATION_FAMILIES: Record<string, Family> = {
  gate: family(z.object({ p: numbers, M: number, tau: number, rule }), ({ p, M, tau, rule }) =>
    gateProbabilities(p, M, tau, rule),
  ),
  gated_reward: family(
    z.object({ p: number, K: number, M: number, tau: number, alpha: number, kMin: number, kMax: number }),
    gatedReward,
  ),
  posterior_gate: family(
    z.object({ k: number, m: number, tau: number, ...prior }),
    ({ k, m, tau, a, b }) => ({
      p: posteriorGate(k, m, tau, a, b),
    }),
  ),
  hypergeom: family(z.object({ k: number, M: number, M2: number, tau: number }), ({ k, M, M2, tau }) =>
    hypergeometric(k, M, M2, tau),
  ),
  subsample_gate: family(
    z.object({ k: numbers, M: z.union([number, numbers]), M2: number, tau: number, rule }),
    ({ k, M, M2, tau, rule }) => {
      const steps = k.map((successes, i) => ({ k: successes, m: typeof M === "number" ? M : (M[i] ?? 0) }));
      return subsampleGate(steps, M2, tau, rule);
    },
  ),
  mean_c: family(z.object({ k: numbers, m: numbers }), ({ k, m }) => meanSolvability(k, m)),
  advantage: family(
    z.object({ kPrev: number, k: number, kNext: number.optional(), m: number, conf: number.default(0.95) }),
    ({ kPrev, k, m, conf }) => stepAdvantageOf(kPrev, k, m, conf),
  ),
  false_zero: family(z.object({ p: numbers, M: number }), ({ p, M }) => falseZero(p, M)),
  eb_moments: family(z.object({ k: numbers, m: number }), ({ k, m }) => empiricalBayes(k, m)),
  predictive: family(
    z.object({ k: number, M: number, M2: number, tau: number, ...prior }),
    ({ k, M, M2, tau, a, b }) => ({ pPass: predictivePass(k, M, M2, tau, a, b) }),
  ),
  missing: family(
    z.object({
      steps: z.array(z.object({ k: number, returned: number, requested: number })),
      tau: number,
    }),
    ({ steps, tau }) => missingContinuations(steps, tau),
  ),
  curtailed: family(z.object({ p: number, M: number, tau: number }), ({ p, M, tau }) => curtailed(p, M, tau)),
  rollout_cost: family(z.object({ K: number, M: number, L: number, La: number }), ({ K, M, L, La }) =>
    rolloutCost(K, M, L, La),
  ),
};
