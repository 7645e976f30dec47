import fc from "fast-check";
import {
  PAPER_REWARD,
  type RewardConfig,
  type WhatIfSettings,
  whatIfScheme,
} from "@/lib/contracts/reward-config";
import type { ResponseGroup, ResponseRow } from "./response-table";

/* Random stored responses for property tests: lost continuations, invalid formats, unknown outcomes, incomplete groups. */

const step = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([returned, share]) => ({
      requested: most,
      returned,
      successes: Math.round(returned * share),
      truncated: 0,
    }));

const response = (most: number): fc.Arbitrary<ResponseRow> =>
  fc
    .record({
      grammarValid: fc.boolean(),
      responseTokens: fc.integer({ min: 200, max: 500 }),
      outcome: fc.constantFrom(true, false, null),
      steps: fc.array(step(most), { maxLength: 7 }),
    })
    .map((row) => ({
      ...row,
      stepCount: row.grammarValid ? row.steps.length : 0,
      steps: row.grammarValid ? row.steps : [],
      reward: null,
      advantage: null,
    }));

/** Groups of up to five responses, some of them not stored whole, three to a train step. */
export const anyGroups: fc.Arbitrary<ResponseGroup[]> = fc.integer({ min: 1, max: 5 }).chain((most) =>
  fc
    .array(
      fc.record({
        responses: fc.array(response(most), { minLength: 1, maxLength: 5 }),
        missing: fc.constantFrom(0, 0, 0, 1),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((groups) =>
      groups.map(({ responses, missing }, g) => ({
        batch: Math.floor(g / 3),
        size: responses.length + missing,
        responses,
      })),
    ),
);

/** Configurations that a launch could have. */
export const anyConfig: fc.Arbitrary<RewardConfig> = fc
  .record({
    lambdaOutcome: fc.constantFrom(0, 0.3, 0.5, 1),
    tau: fc.constantFrom(0, 0.1, 0.3, 0.5, 0.7, 1),
    penaltyGate: fc.boolean(),
    alpha: fc.constantFrom(0, 0.5, 1),
    stepMax: fc.constantFrom(3, 6, 8),
    maxScoredSteps: fc.integer({ min: 1, max: 8 }),
    scheme: fc.constantFrom("weighted", "progress", "clipped", "process-if-correct"),
  })
  .map((over) => ({ ...PAPER_REWARD, ...over, lambdaProcess: 1 - over.lambdaOutcome }));

/** What-if settings around a configuration: every scheme, scaling and reading of lost continuations. */
export const anySettings: fc.Arbitrary<WhatIfSettings> = fc
  .tuple(
    anyConfig,
    fc.record({
      scheme: fc.constantFrom(...whatIfScheme.options),
      scaleRewards: fc.constantFrom("group", "batch", "none"),
      lost: fc.constantFrom("missing", "failures", "successes"),
    }),
  )
  .map(([config, over]) => ({ ...config, ...over }));
