import { z } from "zod";
import { rewardScheme } from "@/lib/contracts/reward-config";
import { rewardOf } from "@/lib/rewards/reward";
import { continuationAnswer, parseResponse } from "@/lib/traces";
import { family } from "./family";

const number = z.number();

/* Not the contract's schema: a file may hold a configuration that a launch would refuse. */
const config = z.object({
  stepMin: number,
  stepMax: number,
  lengthMin: number,
  lengthMax: number,
  formatReward: number,
  lengthReward: number,
  penaltyGate: z.boolean(),
  stepBonus: z.boolean(),
  alpha: number,
  tau: number,
  lambdaOutcome: number,
  lambdaProcess: number,
  continuationsPerStep: number,
  maxScoredSteps: number,
  scheme: rewardScheme.default("weighted"),
});

/**
 * `step_count` as the published code logs it: non-empty `<step>` bodies within the first `<think>`, of invalid
 * responses too, after the blanks around brackets and slashes are dropped. For comparing with such logs only; K is
 * `parseResponse(text).steps.length`.
 */
function loggedStepCount(response: string): number {
  const tight = response.replace(/\s*([<>/])\s*/g, "$1");
  const think = /<think>([\s\S]*?)<\/think>/.exec(tight)?.[1] ?? "";
  return [...think.matchAll(/<step>([\s\S]*?)<\/step>/g)].filter(([, body]) => body?.trim()).length;
}

/** Counts of one prefix whose scripted continuations follow `</think>`; the file's lists lose none. */
function countsOf(continuations: readonly string[], reference: string, requested: number) {
  const successes = continuations.filter(
    (text) => continuationAnswer(`</think>${text}`) === reference,
  ).length;
  const returned = continuations.length;
  return { requested: returned || requested, returned, successes };
}

/** Reward of one response in the published function's fields; what that function did not compute is 0 there. */
export const evaluateReward = family(
  z.object({
    response: z.string(),
    responseTokens: number,
    answer: z.string(),
    continuations: z.array(z.array(z.string())),
    config,
  }),
  ({ response, responseTokens, answer, continuations, config }) => {
    const parsed = parseResponse(response);
    const parts = rewardOf(
      {
        grammarValid: parsed.valid,
        stepCount: parsed.steps.length,
        responseTokens,
        outcome: parsed.valid ? parsed.answer === answer.trim() : null,
        counts: continuations.map((texts) => countsOf(texts, answer.trim(), config.continuationsPerStep)),
      },
      config,
    );
    const { formatValid: valid, lengthValid } = parts;
    const ifWeighted = (weight: number, value: number | null) => (valid && weight > 0 ? value : 0);
    return {
      overall: parts.reward,
      r1: valid ? config.formatReward : 0,
      beta: valid && lengthValid ? config.lengthReward : 0,
      format_valid: Number(valid),
      length_valid: Number(lengthValid),
      step_count: loggedStepCount(response),
      acc_reward_raw: ifWeighted(config.lambdaOutcome, parts.outcome),
      acc_reward: ifWeighted(config.lambdaOutcome, parts.outcomeGated),
      cot_reward_raw: ifWeighted(config.lambdaProcess, parts.process),
      cot_reward: ifWeighted(config.lambdaProcess, parts.processGated),
      step_bonus: parts.stepBonus,
    };
  },
);

/** Every part of the contract's `rewardParts` from counts: what both languages must agree on, lost continuations included. */
export const evaluateCounts = family(
  z.object({
    grammarValid: z.boolean(),
    stepCount: number,
    responseTokens: number,
    outcome: z.boolean().nullable(),
    counts: z.array(z.object({ requested: number, returned: number, successes: number })),
    config,
  }),
  ({ config, ...input }) => rewardOf(input, config),
);
