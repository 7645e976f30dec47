import type { SolvabilityCounts, TraceDetail } from "@/lib/contracts";
import { largestDrop, solvability, stepAdvantages } from "@/lib/rewards";
import { posteriorGateProbabilities, wilson } from "@/lib/stats";
import { sliceCodePoints } from "@/lib/traces";
import { layoutResponse, type ResponseBlock } from "@/lib/traces/layout";
import { type SaidOfStep, saidOfStep } from "./scorers/prepare-scorers";

/** What is known of one c_i. Zero is a value; missing was asked for and lost; not scored was never asked for. */
export type SolvabilityState = "value" | "missing" | "not-scored";

export interface SolvabilityView extends SolvabilityCounts {
  state: SolvabilityState;
  c: number | null;
  /** Wilson's 95% interval of c_i. */
  lo: number | null;
  hi: number | null;
  /** The interval holds tau: these continuations cannot tell which side c_i is on. */
  crossesTau: boolean;
}

export interface TraceStepView extends SolvabilityView {
  index: number;
  body: string;
  /** Code point of the response at which the body begins. */
  from: number;
  characters: number;
  straddled: boolean;
  advantage: { value: number; lo: number | null; hi: number | null } | null;
  isLargestDrop: boolean;
  /** What other scorers say of it. */
  said: SaidOfStep[];
  alternatives: TraceDetail["alternatives"];
}

export function solvabilityState(counts: SolvabilityCounts): SolvabilityState {
  if (counts.requested === 0) return "not-scored";
  return counts.returned === 0 ? "missing" : "value";
}

export function viewSolvability(counts: SolvabilityCounts, tau: number | null): SolvabilityView {
  const { lo, hi } = wilson(counts.successes, counts.returned);
  const crossesTau = tau !== null && lo !== null && hi !== null && lo < tau && tau < hi;
  return { ...counts, state: solvabilityState(counts), c: solvability(counts), lo, hi, crossesTau };
}

/** Trace steps with everything drawn beside them: body, c_i, its interval, a_i, the largest drop. */
export function viewTraceSteps(trace: TraceDetail): TraceStepView[] {
  const tau = trace.rewardConfig?.tau ?? null;
  const start = trace.group && trace.group.graded > 0 ? trace.group : null;
  const advantages = stepAdvantages(trace.traceSteps, start);
  const drop = largestDrop(advantages);
  return trace.traceSteps.map((step, i) => {
    const a = advantages[i];
    const body = sliceCodePoints(trace.response, step.text.start, step.text.end);
    return {
      ...viewSolvability(step, tau),
      index: step.index,
      body,
      from: step.text.start,
      characters: step.text.end - step.text.start,
      straddled: step.straddled,
      advantage: a && a.advantage !== null ? { value: a.advantage, lo: a.lo, hi: a.hi } : null,
      isLargestDrop: step.index === drop,
      said: saidOfStep(trace.scorers, step.index),
      alternatives: trace.alternatives.filter((other) => other.traceStep === step.index),
    };
  });
}

/** The response as its reader meets it: trace steps, the answer, and all text that stands outside of them. */
export function blocksOf({
  response,
  traceSteps,
}: Pick<TraceDetail, "response" | "traceSteps">): ResponseBlock[] {
  return layoutResponse(
    response,
    traceSteps.map(({ index, text }) => ({ index, ...text })),
  );
}

export interface GateView {
  verdict: "pass" | "fail" | "undetermined" | "off";
  /** Chance that the true mean solvability lies on the other side of tau, given the counts; null where not told. */
  pWrong: number | null;
}

/** The gate as it decided, with how likely that decision is wrong (Jeffreys posteriors; statistics.md 9). */
export function viewGate(trace: TraceDetail): GateView | null {
  const verdict = trace.rewardParts?.gate;
  if (!verdict) return null;
  const { rewardConfig } = trace;
  if (!rewardConfig || (verdict !== "pass" && verdict !== "fail")) return { verdict, pWrong: null };
  const scored = trace.traceSteps.slice(0, rewardConfig.maxScoredSteps).filter((s) => s.returned > 0);
  const steps = scored.map((s) => ({ k: s.successes, m: s.returned }));
  return { verdict, pWrong: posteriorGateProbabilities(steps, rewardConfig.tau)?.pWrong ?? null };
}
