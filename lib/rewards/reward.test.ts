import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAPER_REWARD, type RewardConfig } from "@/lib/contracts/reward-config";
import { type RewardInput, rewardOf } from "./reward";
import type { ContinuationCounts } from "./step-counts";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

const full = (...successes: number[]): ContinuationCounts[] =>
  successes.map((k) => ({ requested: 4, returned: 4, successes: k }));
const input = (over: Partial<RewardInput> = {}): RewardInput => ({
  grammarValid: true,
  stepCount: 3,
  responseTokens: 300,
  outcome: true,
  counts: full(4, 3, 2),
  ...over,
});
const config = (over: Partial<RewardConfig> = {}): RewardConfig => ({ ...PAPER_REWARD, ...over });

/* The values of single cases are held by the golden files (scripts/golden); here are the laws. */
const counts = fc
  .integer({ min: 0, max: 8 })
  .chain((requested) => fc.tuple(fc.constant(requested), fc.integer({ min: 0, max: requested })))
  .chain(([requested, returned]) =>
    fc.record({
      requested: fc.constant(requested),
      returned: fc.constant(returned),
      successes: fc.integer({ min: 0, max: returned }),
    }),
  );
const anyInput = fc.record({
  grammarValid: fc.boolean(),
  stepCount: fc.integer({ min: 0, max: 9 }),
  responseTokens: fc.integer({ min: 0, max: 600 }),
  outcome: fc.constantFrom(true, false, null),
  counts: fc.array(counts, { maxLength: 9 }),
});
const anyConfig = fc
  .record({
    lambdaOutcome: fc.constantFrom(0, 0.25, 0.5, 1),
    tau: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.9, 1),
    penaltyGate: fc.boolean(),
    alpha: fc.constantFrom(0, 0.5, 1),
    stepMax: fc.constantFrom(2, 6),
    maxScoredSteps: fc.integer({ min: 1, max: 8 }),
  })
  .map((over) => config({ ...over, lambdaProcess: 1 - over.lambdaOutcome }));

describe("rewardOf", () => {
  it("is 0 and never null where the format is invalid", () => {
    fc.assert(
      fc.property(anyInput, anyConfig, (given, c) => {
        const { reward, formatValid } = rewardOf(given, c);
        const valid = given.grammarValid && given.stepCount >= c.stepMin && given.stepCount <= c.stepMax;
        expect(formatValid).toBe(valid);
        if (!valid) expect(reward).toBe(0);
      }),
    );
  });

  it("stays within the bounds of its parts", () => {
    fc.assert(
      fc.property(anyInput, anyConfig, (given, c) => {
        const { reward, stepBonus } = rewardOf(given, c);
        if (reward === null) return;
        expect(reward).toBeLessThanOrEqual(c.formatReward + c.lengthReward + 1 + c.alpha + 1e-12);
        expect(reward).toBeGreaterThanOrEqual(-1e-12);
        expect(stepBonus).toBeLessThanOrEqual(c.alpha);
      }),
    );
  });

  it("does not fall when one more continuation succeeds", () => {
    fc.assert(
      fc.property(anyInput, anyConfig, fc.nat(8), (given, c, at) => {
        const better = given.counts.map((step, i) => {
          return i === at && step.successes < step.returned
            ? { ...step, successes: step.successes + 1 }
            : step;
        });
        const before = rewardOf(given, c).reward;
        const after = rewardOf({ ...given, counts: better }, c).reward;
        if (before !== null && after !== null) expect(after).toBeGreaterThanOrEqual(before - 1e-12);
      }),
    );
  });

  it("agrees with every way in which the lost continuations could have ended, or says it does not know", () => {
    fc.assert(
      fc.property(anyInput, anyConfig, (given, c) => {
        const told = rewardOf(given, c);
        if (told.gate === "off") return;
        const completed = (win: boolean) => ({
          ...given,
          counts: given.counts.map((step) => ({
            ...step,
            returned: step.requested,
            successes: win ? step.successes + step.requested - step.returned : step.successes,
          })),
        });
        const scored = given.counts.slice(0, Math.min(given.stepCount, c.maxScoredSteps));
        if (
          scored.length < Math.min(given.stepCount, c.maxScoredSteps) ||
          scored.some((s) => s.requested === 0)
        )
          return;
        const ends = [rewardOf(completed(false), c).gate, rewardOf(completed(true), c).gate];
        expect(told.gate).toBe(ends[0] === ends[1] ? ends[0] : "undetermined");
      }),
    );
  });

  it("ignores trace steps past K_max", () => {
    const few = rewardOf(input({ stepCount: 6, counts: full(4, 4) }), config({ maxScoredSteps: 2 }));
    const many = rewardOf(
      input({ stepCount: 6, counts: full(4, 4, 0, 0, 0, 0) }),
      config({ maxScoredSteps: 2 }),
    );
    expect(many).toEqual(few);
    expect(many.process).toBe(1);
  });

  it("keeps what is unknown unknown, whatever the weights are", () => {
    const outcomeOnly = config({ lambdaOutcome: 1, lambdaProcess: 0 });
    expect(rewardOf(input({ counts: [] }), outcomeOnly)).toMatchObject({ process: null, gate: "off" });
    expect(rewardOf(input({ counts: [] }), outcomeOnly).reward).not.toBeNull();
    expect(rewardOf(input({ counts: full(4, 4, 4) }), outcomeOnly).process).toBe(1);
    expect(rewardOf(input({ outcome: null }), outcomeOnly).reward).toBeNull();
    expect(rewardOf(input({ outcome: null }), config()).reward).not.toBeNull();
  });

  it("has no negative zero for a page to print", () => {
    const parts = rewardOf(input({ outcome: false, stepCount: 2, counts: full(0, 0) }), config());
    expect(Object.is(parts.outcomeGated, 0) && Object.is(parts.processGated, 0)).toBe(true);
  });
});
