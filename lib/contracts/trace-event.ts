import { z } from "zod";
import { count, encodedNumber, key, span, trainStep } from "./scalars";

/** Two megabytes of one text: a runaway response is kept, a runaway body is refused. */
const text = z.string().max(2_000_000);

/** What a continuation's own text earned. `unknown`: the verifier could not decide in time. */
export const continuationVerdict = z.enum(["right", "wrong", "truncated", "malformed", "unknown"]);
export type ContinuationVerdict = z.infer<typeof continuationVerdict>;

export const finishReason = z.enum(["stop", "length", "error"]);
export type FinishReason = z.infer<typeof finishReason>;

export const continuationRecord = z.strictObject({
  text: text.describe("what the continuation added to its prefix"),
  verdict: continuationVerdict,
  answer: z.string().max(10_000).nullable().describe("final answer as extracted; null if none"),
  tokens: count,
  finishReason,
});
export type ContinuationRecord = z.infer<typeof continuationRecord>;

export const traceStepRecord = z
  .strictObject({
    index: z.int().min(1).max(100_000).describe("i of s_i, from 1"),
    text: span.describe("code points of the response: the body between the tags"),
    tokens: span.nullable().describe("response tokens, through </step>"),
    straddled: z.boolean().default(false).describe("a token crossed the end of the step and was split"),
    requested: count,
    returned: count,
    successes: count,
    truncated: count,
    continuations: z.array(continuationRecord).max(256).default([]),
  })
  .superRefine((s, ctx) => {
    const refuse = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
    if (s.returned > s.requested) refuse("returned", "more continuations returned than were requested");
    if (s.successes + s.truncated > s.returned)
      refuse("successes", "successes and truncated exceed returned");
  });
export type TraceStepRecord = z.infer<typeof traceStepRecord>;

/** Every part of R (method.md). null = unknown or not paid for lack of a valid format; never 0 in its place. */
export const rewardParts = z.strictObject({
  reward: encodedNumber.nullable().describe("R; null: left out of the group's baseline"),
  format: encodedNumber.describe("R_fmt = r1 + β as paid"),
  formatValid: z.boolean(),
  lengthValid: z.boolean(),
  stepCount: count.describe("K; 0 where the format is invalid"),
  outcome: encodedNumber.nullable().describe("1 right, 0 wrong, null unknown"),
  outcomeGated: encodedNumber.nullable().describe("outcome'"),
  process: encodedNumber.nullable().describe("R_proc, mean of the non-null c_i"),
  processGated: encodedNumber.nullable().describe("proc'"),
  stepBonus: encodedNumber.describe("B(K) as paid"),
  gate: z.enum(["pass", "fail", "undetermined", "off"]),
});
export type RewardParts = z.infer<typeof rewardParts>;

export const groupStats = z.strictObject({
  id: z.string().min(1).max(200).describe("unique within the run"),
  mean: encodedNumber.nullable(),
  sd: encodedNumber.nullable().describe("n-1"),
  n: count.describe("responses with a reward"),
  size: count.describe("G"),
});

export const promptRecord = z.strictObject({
  key: z.string().min(1).max(500).describe("the data set's own id, or a hash"),
  dataset: z.string().min(1).max(500),
  family: key.nullable().default(null),
  messages: z
    .array(z.strictObject({ role: z.string().min(1).max(50), content: text }))
    .min(1)
    .max(100),
  answer: z.string().max(100_000).describe("reference answer"),
});
export type PromptRecord = z.infer<typeof promptRecord>;

/** What the policy thought of every token of a response: arrays of one length. */
export const tokenScores = z
  .strictObject({
    ends: z.array(count).max(200_000).describe("code point of the response at which each token ends"),
    logprobs: z
      .array(z.number())
      .nullable()
      .describe("of the token, natural logarithm, at the sampling temperature"),
    entropies: z.array(z.number()).nullable().describe("of the next-token distribution, nats"),
  })
  .refine(
    ({ ends, logprobs, entropies }) =>
      [logprobs, entropies].every((v) => v === null || v.length === ends.length),
    {
      error: "ends, logprobs and entropies must be of one length",
    },
  );
export type TokenScores = z.infer<typeof tokenScores>;

/** One stored response with its steps and scores. */
export const traceRecord = z.strictObject({
  origin: z.enum(["train", "probe", "evaluation", "import"]),
  trainStep,
  sampleIndex: count.describe("position within its group"),
  prompt: promptRecord,
  response: text,
  responseTokens: count,
  finishReason,
  invalidReason: z.string().max(500).nullable().describe("why the format is invalid; null if valid"),
  answer: z.string().max(10_000).nullable(),
  traceSteps: z.array(traceStepRecord).max(10_000),
  reward: rewardParts.nullable(),
  group: groupStats.nullable(),
  groupAdvantage: encodedNumber.nullable(),
  modelId: z.string().min(1).max(500).describe("who sampled response and continuations: run and train step"),
  tokenScores: tokenScores.nullable().default(null).describe("null: not logged"),
});
export type TraceRecord = z.infer<typeof traceRecord>;
