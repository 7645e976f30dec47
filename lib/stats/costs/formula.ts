import type { CostSeed, CostShape } from "@/lib/contracts/costs";
import { type TInterval, tInterval } from "../seeds";
import { rolloutCost } from "../solvability";
import { finishedSeeds } from "./measures";

/** The token factor that the formula of method.md gives for a run's own K, M, L and a, and the measured one. */
export interface FormulaSeed {
  seed: number;
  /** Null: something that the formula needs is not known of the run. */
  formula: number | null;
  measured: number;
}

export interface FormulaCheck {
  arm: string;
  /** Means over seeds of what entered; null where no seed has it. */
  traceSteps: number | null;
  continuationsPerStep: number | null;
  responseTokens: number | null;
  answerTail: number | null;
  validShare: number | null;
  seeds: FormulaSeed[];
  formula: TInterval;
  measured: TInterval;
}

/**
 * Tokens sampled per response token by method.md, "Cost": 1 + valid · M·(L(K-1)/2 + K·a)/L, with valid the share of
 * responses in valid format, since only those are continued. 1 for a reward that draws no continuations. A planning
 * figure: equal trace steps, continuations as long as what the response had left. Null where K, L or a is not known.
 */
export function formulaFactor(shape: CostShape, drawsContinuations: boolean): number | null {
  if (!drawsContinuations) return 1;
  const { traceSteps, responseTokens, answerTail, validShare, continuationsPerStep, maxScoredSteps } = shape;
  if (traceSteps === null || responseTokens === null || answerTail === null || responseTokens <= 0)
    return null;
  const steps = Math.min(traceSteps, maxScoredSteps);
  const { extraTokens } = rolloutCost(steps, continuationsPerStep, responseTokens, answerTail);
  return 1 + ((validShare ?? 1) * extraTokens) / responseTokens;
}

function average(seeds: readonly CostSeed[], of: (shape: CostShape) => number | null): number | null {
  const known = seeds.flatMap(({ shape }) => (shape ? [of(shape)] : [])).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Formula beside measurement for an arm's finished trainings; null where it samples no responses. */
export function formulaCheck(all: readonly CostSeed[], arm: string, level = 0.95): FormulaCheck | null {
  const own = finishedSeeds(all, arm).filter((seed) => seed.shape !== null && seed.responseTokens > 0);
  if (own.length === 0) return null;
  const seeds = own.map(
    (seed): FormulaSeed => ({
      seed: seed.seed,
      formula: seed.shape ? formulaFactor(seed.shape, (seed.lambdaProcess ?? 0) > 0) : null,
      measured: 1 + seed.continuationTokens / seed.responseTokens,
    }),
  );
  const factors = seeds.flatMap(({ formula }) => (formula === null ? [] : [formula]));
  return {
    ...{ arm, seeds },
    traceSteps: average(own, (shape) => shape.traceSteps),
    continuationsPerStep: average(own, (shape) => shape.continuationsPerStep),
    responseTokens: average(own, (shape) => shape.responseTokens),
    answerTail: average(own, (shape) => shape.answerTail),
    validShare: average(own, (shape) => shape.validShare),
    formula: tInterval(factors, level),
    measured: tInterval(
      seeds.map(({ measured }) => measured),
      level,
    ),
  };
}
