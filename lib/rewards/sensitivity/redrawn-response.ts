import type { WhatIfSettings } from "@/lib/contracts/reward-config";
import type { RewardInput, RewardParts } from "../reward";
import { SCHEMES } from "../schemes";
import { type ContinuationCounts, scoredSteps } from "../step-counts";
import { certain, type Distribution, distributionOf } from "./distribution";
import type { MeanDistribution, Redraw } from "./redraw";

/** One response with M' continuations per trace step: its reward's distribution, and what the gate does. */
export type RedrawnResponse = {
  /** R with the continuations as stored. */
  stored: number;
  redrawn: Distribution;
  /** Null where the gate decides nothing: format invalid, no weight, gate off. */
  gate: { passes: boolean; pPass: number } | null;
  /** Variance of R_proc; null where no continuation is behind R. */
  processVariance: number | null;
  /** Whether a scored trace step lost so many that it returned fewer than M' (exact redraws take it whole). */
  short: boolean;
};

/** A response as scored from everything stored. */
export type ScoredResponse = { input: RewardInput; parts: RewardParts; c0: number | null };

/** Settings whose rewards can be redrawn response by response; GDPO mixes a whole train step. */
export type RedrawSettings = WhatIfSettings & { scheme: Exclude<WhatIfSettings["scheme"], "gdpo"> };

type Outcome = { value: number; probability: number };

/**
 * What a redraw does to one response; null where it has no reward to begin with, and in two rare cases that are counted as
 * left out: numbers of continuations too uneven to convolve, and the scheme "progress" with a step of which nothing
 * returned (its neighbours then pay by what they are and not by their difference).
 */
export function redrawResponse(
  { input, parts, c0 }: ScoredResponse,
  settings: RedrawSettings,
  redraw: Redraw,
): RedrawnResponse | null {
  if (parts.reward === null) return null;
  const weights = SCHEMES[settings.scheme].weights(settings);
  const scored = scoredSteps(input.counts, input.stepCount, settings);
  const known = scored.filter(({ returned }) => returned > 0);
  // A reward without continuations (invalid, no weight, wrong under "process if correct") cannot move.
  if (!parts.formatValid || weights.process === 0 || known.length === 0) return unmoved(parts.reward);
  if (settings.scheme === "progress" && known.length < scored.length) return null;
  const mean = redraw.meanOf(known);
  if (mean === null) return null;
  const outcomes = outcomesOf({ parts, settings, c0, known, mean, redraw });
  if (outcomes === null) return null;
  const outcome = weights.outcome > 0 ? weights.outcome * (parts.outcomeGated ?? 0) : 0;
  const fixed = parts.stepBonus + outcome;
  return {
    stored: parts.reward,
    redrawn: distributionOf(
      outcomes.map(({ value, probability }) => ({
        value: parts.format + (fixed + weights.process * value),
        probability,
      })),
    ),
    gate:
      parts.gate === "off"
        ? null
        : { passes: parts.gate === "pass", pPass: tail(mean, redraw.least(mean.scale)) },
    processVariance: varianceOf(mean),
    short: known.some((step) => step.returned < Math.min(redraw.continuations, step.requested)),
  };
}

function unmoved(reward: number): RedrawnResponse {
  return { stored: reward, redrawn: certain(reward), gate: null, processVariance: null, short: false };
}

type Given = {
  parts: RewardParts;
  settings: RedrawSettings;
  c0: number | null;
  known: readonly ContinuationCounts[];
  mean: MeanDistribution;
  redraw: Redraw;
};

/** Every value that proc' can take, with its probability. */
function outcomesOf(given: Given): Outcome[] | null {
  const { settings, parts, mean, redraw, known } = given;
  if (settings.scheme === "clipped") return clippedOutcomes(known, settings.tau, redraw);
  if (settings.scheme === "progress") return progressOutcomes(given);
  const least = redraw.least(mean.scale);
  return mean.pmf.map((probability, s) => {
    const process = s / mean.scale;
    return { value: behindGate(given, process, s >= least, parts.outcome), probability };
  });
}

/** proc' of one redraw: by the scheme's own function, where the gate of a redraw is always decided. */
function behindGate(
  { settings, parts, c0, known }: Given,
  process: number,
  passes: boolean,
  outcome: number | null,
): number {
  const gate = settings.penaltyGate ? (passes ? "pass" : "fail") : "off";
  const scheme = SCHEMES[settings.scheme === "progress" ? "weighted" : settings.scheme];
  const facts = {
    config: settings,
    outcome,
    scored: known,
    process,
    gate,
    bonus: parts.stepBonus,
    c0,
  } as const;
  return scheme.processPart(facts) ?? Number.NaN;
}

/** Nothing lost: the progress is (c_n - c_0)/n of the last step alone, the gate looks at all; both, jointly. */
function progressOutcomes(given: Given): Outcome[] | null {
  const { c0, known, mean, redraw, parts } = given;
  const last = known.at(-1);
  const rest = redraw.meanOf(known.slice(0, -1));
  if (!last || !rest || c0 === null) return null;
  const n = known.length;
  const drawn = redraw.drawnOf(last);
  const least = redraw.least(mean.scale);
  // Sums in units of 1/mean.scale: c of one step counts scale / n, the mean of the others its share of it.
  const perRest = (mean.scale * (n - 1)) / (n * rest.scale);
  return redraw.successesOf(last).flatMap((chance, k) => {
    const progress = (k / drawn - c0) / n;
    const own = (k * mean.scale) / (n * drawn);
    let passing = 0;
    rest.pmf.forEach((probability, s) => {
      if (Math.round(s * perRest + own) >= least) passing += probability;
    });
    return [
      { value: behindGate(given, progress, true, parts.outcome), probability: chance * passing },
      { value: behindGate(given, progress, false, parts.outcome), probability: chance * (1 - passing) },
    ];
  });
}

/** Sums of what each step costs, step by step. */
function clippedOutcomes(known: readonly ContinuationCounts[], tau: number, redraw: Redraw): Outcome[] {
  let total: Distribution = certain(0);
  for (const step of known) {
    const drawn = redraw.drawnOf(step);
    const costs = redraw.successesOf(step).map((probability, k) => ({
      value: Math.min(k / drawn - tau, 0),
      probability,
    }));
    total = distributionOf(
      total.values.flatMap((value, i) =>
        costs.map((cost) => ({
          value: value + cost.value,
          probability: (total.probabilities[i] ?? 0) * cost.probability,
        })),
      ),
    );
  }
  return total.values.map((value, i) => ({
    value: value / known.length,
    probability: total.probabilities[i] ?? 0,
  }));
}

function tail({ pmf }: MeanDistribution, least: number): number {
  let total = 0;
  for (let s = Math.max(0, least); s < pmf.length; s += 1) total += pmf[s] ?? 0;
  return Math.min(1, total);
}

function varianceOf({ pmf, scale }: MeanDistribution): number {
  const mean = pmf.reduce((total, p, s) => total + (p * s) / scale, 0);
  return pmf.reduce((total, p, s) => total + p * (s / scale - mean) ** 2, 0);
}
