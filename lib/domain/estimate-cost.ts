import type { AblationSpec, GrpoConfig, JobKind, RewardConfig } from "@/lib/contracts";
import { benchmarksOf } from "./benchmarks";

export interface TokenEstimate {
  responses: number;
  continuations: number;
}

/** Tokens of `</think><answer>…</answer>`: method.md's example for language models, measured for the tiny one. */
const ANSWER_TAIL = { tiny: 5, hf: 20 } as const;

/**
 * Tokens of the continuations of one response with `steps` equal trace steps, of which the first `scored` get
 * `continuationsPerStep` each (method.md, "Cost"; with all steps scored it is M*(L(K-1)/2 + K*a)).
 */
export function continuationTokens(
  responseTokens: number,
  steps: number,
  scored: number,
  continuationsPerStep: number,
  tail: number,
): number {
  const left = scored - (scored * (scored + 1)) / (2 * steps);
  return continuationsPerStep * (responseTokens * left + scored * tail);
}

/** Length that a response is expected to have: the middle of the rewarded window, within the budget. */
export function expectedResponseTokens(reward: RewardConfig, maxResponseTokens: number): number {
  return Math.max(1, Math.min(maxResponseTokens, (reward.lengthMin + reward.lengthMax) / 2));
}

/** Tokens sampled in one GRPO train step. */
export function trainStepTokens(reward: RewardConfig, grpo: GrpoConfig, tail: number): TokenEstimate {
  const length = expectedResponseTokens(reward, grpo.maxResponseTokens);
  const responses = grpo.promptsPerStep * grpo.groupSize;
  // A train step of several iterations reuses its responses.
  const drawn = responses / grpo.iterations;
  if (reward.lambdaProcess === 0) return { responses: drawn * length, continuations: 0 };
  const steps = (reward.stepMin + reward.stepMax) / 2;
  const scored = Math.min(steps, reward.maxScoredSteps);
  const each = continuationTokens(length, steps, scored, reward.continuationsPerStep, tail);
  return { responses: drawn * length, continuations: drawn * each };
}

/** The largest response budget of any arm: what a warm-up must be able to write. */
export function answerBudget(spec: AblationSpec): number {
  return Math.max(
    spec.grpo.maxResponseTokens,
    ...spec.arms.map((arm) => arm.training?.grpo.maxResponseTokens ?? 0),
  );
}

function typicalResponse(spec: AblationSpec): number {
  const lengths = spec.arms.flatMap((arm) =>
    arm.training ? [expectedResponseTokens(arm.training.reward, answerBudget(spec))] : [],
  );
  return lengths.length > 0 ? Math.max(...lengths) : answerBudget(spec) / 2;
}

function probeTokens(spec: AblationSpec, reward: RewardConfig, grpo: GrpoConfig, tail: number): number {
  if (!spec.probe) return 0;
  const length = expectedResponseTokens(reward, grpo.maxResponseTokens);
  const steps = (reward.stepMin + reward.stepMax) / 2;
  const scored = Math.min(steps, reward.maxScoredSteps);
  const each = continuationTokens(length, steps, scored, spec.probe.continuationsPerStep, tail);
  return Math.floor(grpo.trainSteps / spec.probe.everyTrainSteps) * spec.probe.prompts * (length + each);
}

function grpoTokens(spec: AblationSpec, armKey: string | null): TokenEstimate {
  const training = spec.arms.find((arm) => arm.key === armKey)?.training;
  if (!training) return { responses: 0, continuations: 0 };
  const grpo = { ...spec.grpo, ...training.grpo };
  const tail = ANSWER_TAIL[spec.profile.kind];
  const each = trainStepTokens(training.reward, grpo, tail);
  const probe = training.reward.lambdaProcess > 0 ? 0 : probeTokens(spec, training.reward, grpo, tail);
  return {
    responses: Math.round(each.responses * grpo.trainSteps),
    continuations: Math.round(each.continuations * grpo.trainSteps + probe),
  };
}

function evaluationTokens(spec: AblationSpec): number {
  const known = benchmarksOf(spec.profile);
  const questions = spec.benchmarks.map((key) => {
    const all = known.find((benchmark) => benchmark.key === key)?.questions ?? 0;
    return spec.evaluation.questions === null ? all : Math.min(all, spec.evaluation.questions);
  });
  const total = questions.reduce((sum, count) => sum + count, 0);
  const length = Math.min(spec.evaluation.maxResponseTokens, typicalResponse(spec));
  return Math.round(total * spec.evaluation.decodes * length);
}

/** Tokens that a job is expected to write (or, in a warm-up, to learn from). */
export function jobTokens(spec: AblationSpec, job: { kind: JobKind; armKey: string | null }): TokenEstimate {
  const only = (tokens: number): TokenEstimate => ({ responses: Math.round(tokens), continuations: 0 });
  switch (job.kind) {
    case "rewrite":
      return only(spec.rewrite.traces * typicalResponse(spec));
    case "sft":
      return only(spec.warmUp.maxTrainSteps * spec.warmUp.batchSize * typicalResponse(spec));
    case "grpo":
      return grpoTokens(spec, job.armKey);
    case "evaluate":
      return only(evaluationTokens(spec));
    case "command":
      return only(0);
  }
}
