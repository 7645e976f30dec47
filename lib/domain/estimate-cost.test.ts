import { describe, expect, it } from "vitest";
import { PAPER_REWARD } from "@/lib/contracts";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { continuationTokens, jobTokens, trainStepTokens } from "./estimate-cost";

describe("the cost estimate", () => {
  it("gives the published example: 2.9k tokens against 36k", () => {
    const grpo = { ...TINY_SPEC.grpo, promptsPerStep: 1, groupSize: 8, maxResponseTokens: 1024 };
    // K = 6 of 365 tokens: the published window's middle is 365, six equal steps.
    const six = { ...PAPER_REWARD, stepMin: 6, stepMax: 6 };
    const outcome = trainStepTokens({ ...six, lambdaOutcome: 1, lambdaProcess: 0 }, grpo, 20);
    const process = trainStepTokens(six, grpo, 20);
    expect(outcome).toEqual({ responses: 2920, continuations: 0 });
    expect(process.responses + process.continuations).toBe(35_960);
  });

  it("counts only the trace steps that are scored", () => {
    expect(continuationTokens(100, 4, 4, 1, 0)).toBeCloseTo(75 + 50 + 25 + 0);
    expect(continuationTokens(100, 4, 2, 1, 10)).toBeCloseTo(75 + 50 + 20);
    expect(continuationTokens(100, 4, 2, 3, 10)).toBeCloseTo(3 * (75 + 50 + 20));
  });

  it("scales with seeds not at all, with train steps, questions and decodes linearly", () => {
    const one = jobTokens(TINY_SPEC, { kind: "grpo", armKey: "process-only" });
    const grpo = { ...TINY_SPEC.grpo, trainSteps: 2 * TINY_SPEC.grpo.trainSteps };
    const twice = jobTokens({ ...TINY_SPEC, grpo }, { kind: "grpo", armKey: "process-only" });
    expect(twice).toEqual({ responses: 2 * one.responses, continuations: 2 * one.continuations });
    const evaluation = { ...TINY_SPEC.evaluation, decodes: 3, questions: 10 };
    const single = { ...TINY_SPEC.evaluation, decodes: 1, questions: 10 };
    const tokens = (settings: typeof evaluation) =>
      jobTokens({ ...TINY_SPEC, evaluation: settings }, { kind: "evaluate", armKey: null }).responses;
    expect(tokens(evaluation)).toBe(3 * tokens(single));
  });

  it("counts the probe of arms without continuations, apart from nothing else", () => {
    const bare = jobTokens({ ...TINY_SPEC, probe: null }, { kind: "grpo", armKey: "outcome-only" });
    const probed = jobTokens(TINY_SPEC, { kind: "grpo", armKey: "outcome-only" });
    expect(bare.continuations).toBe(0);
    expect(probed.continuations).toBeGreaterThan(0);
    expect(probed.responses).toBe(bare.responses);
  });
});
