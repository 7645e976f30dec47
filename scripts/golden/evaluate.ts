import { parseResponse } from "@/lib/traces";
import { differencesOf } from "./compare";
import { ACCURACY_FAMILIES } from "./families-accuracy";
import { CONTINUATION_FAMILIES } from "./families-continuations";
import type { Family } from "./family";
import type { GoldenCase, Tolerance } from "./file";
import { evaluateCounts, evaluateReward } from "./rewards";
import { evaluateRedraw, evaluateWhatIf } from "./what-if";

export const FAMILIES: Record<string, Family> = { ...ACCURACY_FAMILIES, ...CONTINUATION_FAMILIES };

/** Rewards state their tolerance once, in the meta of their file: absolute 1e-9. */
const REWARD_TOLERANCE: Tolerance = { abs: 1e-9, rel: 0 };
const STATISTICS_TOLERANCE: Tolerance = { abs: 1e-9, rel: 1e-9 };

/** What is wrong with one case, one line each; empty where it passes. Never throws. */
export function failuresOf(golden: GoldenCase): string[] {
  try {
    const { evaluate, tolerance } = evaluatorOf(golden);
    return differencesOf(evaluate(golden.input), golden.expected, golden.tol ?? tolerance);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** The shape says what a case is: a family names a statistic, a response a reward, a bare text the grammar. */
function evaluatorOf({ family, input }: GoldenCase): { evaluate: Family; tolerance: Tolerance } {
  if (family !== undefined) {
    const evaluate = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined;
    if (!evaluate) throw new TypeError(`unknown family "${family}"`);
    return { evaluate, tolerance: STATISTICS_TOLERANCE };
  }
  if (typeof input === "string") return { evaluate: () => parseResponse(input), tolerance: REWARD_TOLERANCE };
  if (typeof input === "object" && input !== null && "response" in input)
    return { evaluate: evaluateReward, tolerance: REWARD_TOLERANCE };
  if (typeof input === "object" && input !== null && "counts" in input)
    return { evaluate: evaluateCounts, tolerance: REWARD_TOLERANCE };
  if (typeof input === "object" && input !== null && "groups" in input)
    return {
      evaluate: "continuations" in input ? evaluateRedraw : evaluateWhatIf,
      tolerance: REWARD_TOLERANCE,
    };
  throw new TypeError(
    "neither a statistic (family), a reward (input.response, input.counts), a what-if (input.groups) nor a trace (input text)",
  );
}
