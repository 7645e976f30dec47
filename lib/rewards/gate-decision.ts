import { leastSuccesses } from "@/lib/stats/gate";
import { type GateVerdict, missingContinuations } from "@/lib/stats/solvability";
import type { SchemeConstants } from "./schemes/scheme";
import type { ContinuationCounts } from "./step-counts";

/** Decides the gate of one trace from the counts of its scored trace steps. */
export type GateDecision = (scored: readonly ContinuationCounts[]) => GateVerdict | "off";

/**
 * The gate under one configuration. With one M for all steps it is a comparison of whole numbers, successes against
 * ceil(τ · requested), where each bound is worked out once; with unequal M the exact fractions decide. Both say the same.
 */
export function gateDecision({
  penaltyGate,
  tau,
}: Pick<SchemeConstants, "penaltyGate" | "tau">): GateDecision {
  const bounds = new Map<number, number>();
  const least = (continuations: number) => {
    const known = bounds.get(continuations) ?? leastSuccesses(tau, continuations);
    bounds.set(continuations, known);
    return known;
  };
  return (scored) => {
    const [first] = scored;
    if (!penaltyGate || !first) return "off";
    let successes = 0;
    let lost = 0;
    for (const step of scored) {
      if (step.requested !== first.requested || step.requested === 0) return byFractions(scored, tau);
      successes += step.successes;
      lost += step.requested - step.returned;
    }
    const bound = least(first.requested * scored.length);
    if (successes >= bound) return "pass";
    return successes + lost < bound ? "fail" : "undetermined";
  };
}

function byFractions(scored: readonly ContinuationCounts[], tau: number): GateVerdict {
  const steps = scored.map(({ requested, returned, successes }) => ({ k: successes, returned, requested }));
  return missingContinuations(steps, tau).gate;
}
