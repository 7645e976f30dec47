import type { LostTreatment } from "@/lib/contracts/reward-config";
import { randomStream } from "@/lib/stats/random";
import { rescore } from "../rescore";
import { at, groupCount, type ResponseTable } from "../response-table";
import { rewardScorer } from "../reward";
import { SCHEMES } from "../schemes";
import { groupOutcomesOf, inputOf } from "../table-input";
import { type ContinuationPoint, ContinuationPointBuilder } from "./continuation-point";
import { Redraw } from "./redraw";
import { type RedrawnResponse, type RedrawSettings, redrawResponse } from "./redrawn-response";
import { tauGrid, type Variation, variation } from "./variations";

export type { ContinuationPoint } from "./continuation-point";
export type { RedrawKind } from "./redraw";
export type { RedrawSettings } from "./redrawn-response";
export type { Resampled, ResampledAdvantages } from "./resampling";
export type { Variation } from "./variations";

/** What stands behind a sensitivity. */
export type SensitivityBase = {
  responses: number;
  groups: number;
  incompleteGroups: number;
  /** Responses with at least one continuation requested. */
  continued: number;
  /** M: most continuations requested of one trace step; 0 without any. */
  mostRequested: number;
  /** Most trace steps of one response that were continued. */
  mostSteps: number;
  requested: number;
  returned: number;
  truncated: number;
};

export type Sensitivity = {
  base: SensitivityBase;
  /** M' = 1..M exactly, then the forecasts. */
  continuations: ContinuationPoint[];
  tau: Variation<number>[];
  /** K_max = 1..most continued trace steps. */
  maxScoredSteps: Variation<number>[];
  lost: Variation<LostTreatment>[];
};

/** How far a sensitivity has come, in parts of about equal size. */
export type SensitivityProgress = { done: number; total: number };

/** Resampled rewards per point: enough for errors of a fraction of a percent, little enough to be quick. */
const MOST_DRAWS = 200;
const LEAST_DRAWS = 20;
const DRAWN_REWARDS = 300_000;
/** Groups between two reports of progress: some milliseconds. */
const CHUNK = 250;

/**
 * How much the stored rewards depend on M, τ, K_max and on what lost continuations are taken for, from the stored counts
 * alone. Redrawing fewer continuations is exact (hypergeometric), more are a Beta-binomial forecast (statistics.md 10);
 * scaled advantages are resampled under a seed, with their Monte Carlo error. None of it says what *training* with other
 * settings would have given: later responses would have been other ones.
 * A generator, so that a caller can report progress and stop: it yields every few milliseconds and returns the result.
 * @param options.forecasts numbers of continuations above M to forecast
 * @param options.seed of the resampling; the same seed gives the same result
 */
export function* sensitivity(
  table: ResponseTable,
  settings: RedrawSettings,
  { forecasts = [], seed = 1 }: { forecasts?: readonly number[]; seed?: number } = {},
): Generator<SensitivityProgress, Sensitivity> {
  const base = baseOf(table);
  const ms = [...range(base.mostRequested), ...forecasts.filter((m) => m > base.mostRequested)];
  const drawn = base.continued === 0 ? [] : ms;
  const taus = tauGrid(settings.tau);
  const steps = range(base.mostSteps);
  const treatments: LostTreatment[] = ["missing", "failures", "successes"];
  const total = drawn.length + taus.length + steps.length + treatments.length;
  let done = 0;
  const progress = () => ({ done, total });
  const continuations: ContinuationPoint[] = [];
  for (const m of drawn) {
    continuations.push(yield* continuationPoint(table, settings, { m, base, seed, progress }));
    done += 1;
  }
  const before = rescore(table, settings);
  function* vary<T>(values: readonly T[], change: (value: T) => Partial<RedrawSettings>) {
    const found: Variation<T>[] = [];
    for (const value of values) {
      yield progress();
      found.push(variation(table, settings, before, value, change(value)));
      done += 1;
    }
    return found;
  }
  return {
    base,
    continuations,
    tau: yield* vary(taus, (tau) => ({ tau })),
    maxScoredSteps: yield* vary(steps, (maxScoredSteps) => ({ maxScoredSteps })),
    lost: yield* vary(treatments, (lost) => ({ lost })),
  };
}

/** A sensitivity in one go, for small tables and tests. */
export function sensitivityOf(...given: Parameters<typeof sensitivity>): Sensitivity {
  const steps = sensitivity(...given);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

type Point = { m: number; base: SensitivityBase; seed: number; progress: () => SensitivityProgress };

function* continuationPoint(
  table: ResponseTable,
  settings: RedrawSettings,
  { m, base, seed, progress }: Point,
): Generator<SensitivityProgress, ContinuationPoint> {
  const kind = m > base.mostRequested ? "forecast" : "exact";
  const redraw = new Redraw(m, kind, settings.tau);
  const scheme = SCHEMES[settings.scheme];
  const score = rewardScorer(settings, scheme);
  const draws = m === base.mostRequested ? 0 : drawsFor(table.size);
  const builder = new ContinuationPointBuilder({
    continuations: m,
    kind,
    scale: settings.scaleRewards === "group" ? "group" : "none",
    draws,
    seed,
    stream: randomStream(seed),
  });
  for (let g = 0; g < groupCount(table); g += 1) {
    if (g % CHUNK === 0) yield progress();
    const group = groupOutcomesOf(table, g, settings);
    const c0 = group && group.graded > 0 ? group.right / group.graded : null;
    const responses: (RedrawnResponse | null)[] = [];
    for (let i = at(table.groupStart, g); i < at(table.groupStart, g + 1); i += 1) {
      const input = inputOf(table, i, settings.lost, group);
      const parts = score(input);
      if (parts.reward !== null) responses.push(redrawResponse({ input, parts, c0 }, settings, redraw));
    }
    builder.add(responses, at(table.groupComplete, g) === 1);
  }
  return builder.result();
}

function drawsFor(responses: number): number {
  return Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS, Math.floor(DRAWN_REWARDS / Math.max(1, responses))));
}

const range = (most: number) => Array.from({ length: most }, (_, i) => i + 1);

function baseOf(table: ResponseTable): SensitivityBase {
  const base: SensitivityBase = {
    responses: table.size,
    groups: groupCount(table),
    incompleteGroups: table.groupComplete.reduce((count, complete) => count + Number(complete === 0), 0),
    continued: 0,
    mostRequested: 0,
    mostSteps: 0,
    requested: 0,
    returned: 0,
    truncated: 0,
  };
  for (let i = 0; i < table.size; i += 1) {
    let continued = 0;
    const first = at(table.stepStart, i);
    for (let s = first; s < at(table.stepStart, i + 1); s += 1) {
      const requested = at(table.requested, s);
      base.requested += requested;
      base.returned += at(table.returned, s);
      base.truncated += at(table.truncated, s);
      base.mostRequested = Math.max(base.mostRequested, requested);
      if (requested > 0) continued = s - first + 1;
    }
    base.continued += Number(continued > 0);
    base.mostSteps = Math.max(base.mostSteps, continued);
  }
  return base;
}
