import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { attempts, runs } from "@/db/schema";
import { PAPER_REWARD, type RewardConfig, type TraceRecord } from "@/lib/contracts";
import { groupAdvantages, type RewardParts, rewardOf } from "@/lib/rewards";
import { makeAttempt, makeRun, type TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { sendTraces, stepOf } from "@/lib/services/traces/testing/send";
import { randomStream } from "@/lib/stats/random";

/** One response as a trainer of this repository would have sampled it. */
export interface Sample {
  /** Successes of each trace step's four continuations; null: all four were lost. */
  steps: (number | null)[];
  tokens: number;
  right: boolean | null;
  /** The text is of the grammar. */
  grammar: boolean;
}

type Sent = Partial<TraceRecord> & { parts: RewardParts };

/** Seeded samples: mostly whole ones, some of invalid text, too many steps, lost continuations, or without a verdict. */
export function someSamples(count: number, seed: number): Sample[] {
  const stream = randomStream(seed);
  return Array.from({ length: count }, () => ({
    steps: Array.from({ length: 1 + stream.below(7) }, () =>
      stream.below(12) === 0 ? null : stream.below(5),
    ),
    tokens: 200 + stream.below(400),
    right: stream.below(15) === 0 ? null : stream.below(2) === 1,
    grammar: stream.below(10) > 0,
  }));
}

/** What the reward function is given of a sample. */
export function inputOf({ steps, tokens, right, grammar }: Sample) {
  const counts = steps.map((successes) => {
    return { requested: 4, returned: successes === null ? 0 : 4, successes: successes ?? 0 };
  });
  return {
    grammarValid: grammar,
    stepCount: grammar ? steps.length : 0,
    responseTokens: tokens,
    outcome: right,
    counts,
  };
}

function sentOf(sample: Sample, config: RewardConfig): Sent {
  const parts = rewardOf(inputOf(sample), config);
  // Without a valid format no continuation is sampled; without the grammar there are no trace steps.
  const traceSteps = sample.grammar
    ? sample.steps.map((successes, i) =>
        stepOf(i + 1, parts.formatValid ? (successes ?? 0) : null, {
          ...(parts.formatValid && successes === null ? { returned: 0 } : {}),
        }),
      )
    : [];
  return {
    parts,
    traceSteps,
    reward: parts,
    responseTokens: sample.tokens,
    response: "abcdefgh",
    invalidReason: parts.formatValid ? null : "not valid",
  };
}

/** A group of the responses of one prompt at one train step, rewarded and normalised as it would be trained with. */
function groupOf(
  samples: readonly Sample[],
  config: RewardConfig,
  trainStep: number,
): Partial<TraceRecord>[] {
  const sent = samples.map((sample) => sentOf(sample, config));
  const { mean, sd, n, advantages } = groupAdvantages(sent.map(({ parts }) => parts.reward));
  const group = { id: `g${trainStep}`, mean, sd, n, size: samples.length };
  return sent.map(({ parts: _, ...trace }, sampleIndex) => ({
    ...{ ...trace, group, trainStep, sampleIndex },
    groupAdvantage: advantages[sampleIndex] ?? null,
  }));
}

/** A run with a reward, of which nothing is stored yet. */
export async function rewardedRun(db: Db, config: RewardConfig = PAPER_REWARD): Promise<TestAttempt> {
  const run = await makeAttempt(db, await makeRun(db));
  const stored = { stage: "grpo", reward: config, grpo: { scaleRewards: "group" }, traceSampling: 0.5 };
  await db.update(runs).set({ config: stored }).where(eq(runs.id, run.runId));
  await db.update(attempts).set({ status: "succeeded" }).where(eq(attempts.id, run.attemptId));
  return run;
}

/** Sends groups, one a train step from `fromTrainStep`; `keep` leaves out responses that the store is to lack. */
export async function sendGroups(
  db: Db,
  attempt: TestAttempt,
  groups: readonly (readonly Sample[])[],
  { config = PAPER_REWARD, fromTrainStep = 1, keep = (_: number): boolean => true } = {},
): Promise<void> {
  const traces = groups.flatMap((samples, g) => groupOf(samples, config, fromTrainStep + g));
  await sendTraces(
    db,
    attempt,
    traces.filter((_, i) => keep(i)),
  );
}
