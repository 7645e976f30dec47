import type { ContinuationRecord, RewardConfig, TraceRecord, TraceStepRecord } from "../../../lib/contracts";
import { groupAdvantages, type RewardParts, rewardOf } from "../../../lib/rewards";
import { type RandomStream, randomStream } from "../../../lib/stats/random";
import { addUp, type Chain, chainOf } from "./chain";

export interface TraceRequest {
  runId: string;
  trainStep: number;
  prompt: number;
  groupSize: number;
  /** Probability of a slip at each trace step. */
  slip: number;
  reward: RewardConfig;
  /** Whether continuations are drawn. */
  scored: boolean;
  seed: number;
  origin: "train" | "probe";
}

const LOST_SHARE = 0.01;
const INVALID_SHARE = 0.04;
const MEMBER_STRIDE = 97;

function continuation(
  chain: Chain,
  steps: number,
  sum: number,
  slip: number,
  random: RandomStream,
): ContinuationRecord {
  const rest = addUp(chain, steps, sum, slip, random);
  const text = `${rest.steps.map((s) => `<step>${s}</step>`).join("")}</think><answer>${rest.answer}</answer>`;
  const verdict = rest.answer === chain.answer ? "right" : "wrong";
  return { text, verdict, answer: rest.answer, tokens: text.length, finishReason: "stop" };
}

function scoreStep(
  step: TraceStepRecord,
  chain: Chain,
  sum: number,
  request: TraceRequest,
  random: RandomStream,
): void {
  const requested = request.reward.continuationsPerStep;
  const returned = random.binomial(requested, 1 - LOST_SHARE);
  step.requested = requested;
  step.returned = returned;
  step.continuations = Array.from({ length: returned }, () =>
    continuation(chain, step.index, sum, request.slip, random),
  );
  step.successes = step.continuations.filter((c) => c.verdict === "right").length;
}

/** Lays out the response and where each trace step lies in it; tags count as one token, other characters as one each. */
function layOut(
  steps: string[],
  answer: string,
): { response: string; traceSteps: TraceStepRecord[]; tokens: number } {
  let response = "<think>";
  let tokens = 1;
  const traceSteps = steps.map((body, i): TraceStepRecord => {
    const start = response.length + "<step>".length;
    const first = tokens;
    response += `<step>${body}</step>`;
    tokens += body.length + 2;
    return {
      index: i + 1,
      text: { start, end: start + body.length },
      tokens: { start: first, end: tokens },
      straddled: false,
      requested: 0,
      returned: 0,
      successes: 0,
      truncated: 0,
      continuations: [],
    };
  });
  response += `</think><answer>${answer}</answer>`;
  return { response, traceSteps, tokens: tokens + answer.length + 3 };
}

interface Member {
  record: TraceRecord;
  parts: RewardParts;
}

function member(request: TraceRequest, sampleIndex: number): Member {
  const chain = chainOf(request.prompt);
  const random = randomStream(
    request.seed * 1_000_003 + request.trainStep * 8_191 + request.prompt * MEMBER_STRIDE + sampleIndex,
  );
  const made = addUp(chain, 0, 0, request.slip, random);
  const { response, traceSteps, tokens } = layOut(made.steps, made.answer);
  const valid = random.uniform() >= INVALID_SHARE;
  if (request.scored && valid) {
    traceSteps.slice(0, request.reward.maxScoredSteps).forEach((step, i) => {
      const sum = Number(made.steps[i]?.split("= ")[1]);
      scoreStep(step, chain, sum, request, random);
    });
  }
  const parts = rewardOf(
    {
      grammarValid: valid,
      stepCount: traceSteps.length,
      responseTokens: tokens,
      outcome: made.answer === chain.answer,
      counts: traceSteps.filter((s) => s.requested > 0),
    },
    request.reward,
  );
  const record: TraceRecord = {
    origin: request.origin,
    trainStep: request.trainStep,
    sampleIndex,
    prompt: {
      key: `chain-${request.prompt}`,
      dataset: "seeded-chains",
      family: "chain-sum",
      messages: [{ role: "user", content: chain.question }],
      answer: chain.answer,
    },
    response: valid ? response : response.replace("</think>", ""),
    responseTokens: tokens,
    finishReason: "stop",
    invalidReason: valid ? null : "no </think> before <answer>",
    answer: valid ? made.answer : null,
    traceSteps: valid ? traceSteps : [],
    reward: parts,
    group: null,
    groupAdvantage: null,
    tokenScores: null,
    modelId: `${request.runId}@${request.trainStep}`,
  };
  return { record, parts };
}

/** A group of responses to one prompt with rewards, baseline and advantages by the real functions. */
export function traceGroup(request: TraceRequest): Member[] {
  const members = Array.from({ length: request.groupSize }, (_, i) => member(request, i));
  const baseline = groupAdvantages(members.map((m) => m.parts.reward));
  const id = `${request.origin}-${request.trainStep}-${request.prompt}`;
  const { mean, sd, n } = baseline;
  members.forEach(({ record }, i) => {
    record.group = { id, mean, sd, n, size: request.groupSize };
    record.groupAdvantage = baseline.advantages[i] ?? null;
  });
  return members;
}
