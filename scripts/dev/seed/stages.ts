import type { ArtifactRef, JobSpec, RewardConfig } from "../../../lib/contracts";
import { randomStream } from "../../../lib/stats/random";
import { addUp, chainOf } from "./chain";
import { metricsOf } from "./metrics";
import { trainerNow } from "./system";
import { traceGroup } from "./traces";

/** Sends events of one stream, numbered and timed by the caller's clock. */
export type Send = (
  kind: "metrics" | "traces" | "logs" | "status" | "evaluations" | "system",
  events: object[],
) => Promise<void>;

export interface Clock {
  /** Epoch milliseconds. */
  now: number;
}

type Of<K extends JobSpec["kind"]> = Extract<JobSpec, { kind: K }>;

const QUESTIONS = 300;
const TRACES_EVERY = 5;
const SHA = "0".repeat(64);

function artifact(spec: JobSpec): ArtifactRef {
  return { path: `${spec.outputDir}/final`, checkpointId: null, files: [] };
}

async function finish(
  spec: JobSpec,
  send: Send,
  kind: "checkpoint" | "traces",
  trainStep: number,
): Promise<void> {
  const made = { type: "artifact", kind, artifact: artifact(spec), trainStep, final: true, bytes: 890_000 };
  await send("status", [made]);
}

const log = (text: string) => ({ type: "log", level: "info", source: "trainer", text });

async function rewrite(spec: Of<"rewrite">, send: Send, clock: Clock): Promise<void> {
  await send("logs", [
    log(`rewriting ${spec.rewrite.traces} prompts`),
    log("filters: 3 refused for their answer"),
  ]);
  clock.now += 12_000;
  await finish(spec, send, "traces", 0);
}

async function sft(spec: Of<"sft">, send: Send, clock: Clock): Promise<void> {
  const random = randomStream(spec.seed);
  const last = Math.min(spec.sft.maxTrainSteps, 120 + random.below(40));
  for (let trainStep = 1; trainStep <= last; trainStep += 1) {
    clock.now += 180;
    const loss = 2.4 * Math.exp(-trainStep / 40) + 0.35 + 0.03 * random.normal();
    const values: Record<string, number> = {
      "optim/loss": loss,
      "optim/learning_rate": spec.sft.learningRate,
    };
    if (trainStep % 25 === 0 || trainStep === last) values["heldout/accuracy"] = 0.42 * (trainStep / last);
    const progress = { responseTokens: 0, continuationTokens: 0, activeMs: trainStep * 180, gpuMs: 0 };
    await send("metrics", [{ type: "metrics", trainStep, values, progress }]);
  }
  await send("logs", [log("held-out accuracy passed 40%: the warm-up ends")]);
  await finish(spec, send, "checkpoint", last);
}

/** Slips grow rarer as training goes on; faster under process rewards, by a little, and by seed. */
function slipAt(reward: RewardConfig, seed: number, share: number): number {
  const gain =
    0.1 + 0.03 * reward.lambdaProcess + 0.006 * randomStream(seed * 31 + reward.lambdaProcess * 7).normal();
  return Math.max(0.01, 0.2 - gain * (1 - Math.exp(-3 * share)));
}

async function grpo(spec: Of<"grpo">, send: Send, clock: Clock, until: number): Promise<void> {
  const { reward, grpo: config } = spec.training;
  const random = randomStream(spec.seed + 77);
  const machine = randomStream(spec.seed + 78);
  const spent = { responseTokens: 0, continuationTokens: 0, activeMs: 0, gpuMs: 0 };
  const last = Math.ceil(config.trainSteps * until);
  for (let trainStep = 1; trainStep <= last; trainStep += 1) {
    const scored = reward.lambdaProcess > 0;
    const request = {
      runId: spec.runId ?? spec.jobId,
      trainStep,
      reward,
      seed: spec.seed,
      groupSize: config.groupSize,
    };
    const slip = slipAt(reward, spec.seed, trainStep / config.trainSteps);
    const groups = Array.from({ length: config.promptsPerStep }, (_, i) =>
      traceGroup({ ...request, slip, scored, origin: "train", prompt: (trainStep * 13 + i * 7) % 200 }),
    );
    const members = groups.flat();
    const values = metricsOf(members, reward, random);
    const ms = Math.round((Number(values["seconds/continuations"]) + 0.72) * 1000);
    clock.now += ms;
    spent.responseTokens += Number(values["tokens/response"]);
    spent.continuationTokens += Number(values["tokens/continuation"]);
    spent.activeMs += ms;
    await send("metrics", [{ type: "metrics", trainStep, values, progress: { ...spent } }]);
    await send("system", [{ type: "system", values: trainerNow(machine, spent.activeMs) }]);
    if (trainStep % TRACES_EVERY === 1 || trainStep === last)
      await send(
        "traces",
        members.map(({ record }) => ({ type: "trace", trace: record })),
      );
    if (spec.probe && !scored && trainStep % spec.probe.everyTrainSteps === 0)
      await probe(spec, send, { trainStep, slip, prompts: Math.min(8, spec.probe.prompts) });
  }
  await send("logs", [log(`train step ${last} of ${config.trainSteps}`)]);
  if (until >= 1) await finish(spec, send, "checkpoint", config.trainSteps);
}

async function probe(
  spec: Of<"grpo">,
  send: Send,
  at: { trainStep: number; slip: number; prompts: number },
): Promise<void> {
  const groups = Array.from({ length: at.prompts }, (_, prompt) =>
    traceGroup({
      runId: spec.runId ?? spec.jobId,
      trainStep: at.trainStep,
      prompt,
      groupSize: 1,
      slip: at.slip,
      reward: spec.training.reward,
      scored: true,
      seed: spec.seed + 5,
      origin: "probe",
    }),
  );
  await send(
    "traces",
    groups.flat().map(({ record }) => ({
      type: "trace",
      trace: { ...record, reward: null, group: null, groupAdvantage: null },
    })),
  );
}

async function evaluate(spec: Of<"evaluate">, send: Send, clock: Clock, slip: number): Promise<void> {
  for (const [b, benchmark] of spec.benchmarks.entries()) {
    const random = randomStream(spec.seed * 101 + b + Math.round(slip * 1e6));
    const items = Array.from({ length: QUESTIONS }, (_, q) => {
      const chain = chainOf(500 + q + b * QUESTIONS);
      const made = addUp(chain, 0, 0, slip * (1 + b * 0.7), random);
      return {
        question: `q-${q}`,
        cluster: null,
        decode: 0,
        correct: made.answer === chain.answer,
        answer: made.answer,
        reference: chain.answer,
        prompt: chain.question,
        response: made.steps.map((s) => `<step>${s}</step>`).join(""),
        responseTokens: 40,
        formatValid: true,
      };
    });
    const settings = { decodes: 1, temperature: 0, batchSize: 100, seed: spec.seed, maxResponseTokens: 96 };
    const known = { key: benchmark, title: benchmark, contentSha256: SHA, questions: QUESTIONS };
    clock.now += 9_000;
    await send("evaluations", [
      {
        type: "evaluation",
        benchmark: known,
        trainStep: spec.checkpointTrainStep,
        settings,
        items,
        complete: true,
      },
    ]);
  }
}

/** Acts out a job: `until` below 1 leaves a GRPO job in the middle. `slip` is that of the checkpoint evaluated. */
export async function actOut(
  spec: JobSpec,
  send: Send,
  clock: Clock,
  options: { until: number; slipOf: (spec: Of<"evaluate">) => number },
): Promise<void> {
  await send("status", [
    { type: "environment", facts: { device: "cpu", torch: "seeded", parameters: "221,184" } },
    { type: "phase", phase: spec.kind },
  ]);
  if (spec.kind === "rewrite") await rewrite(spec, send, clock);
  else if (spec.kind === "sft") await sft(spec, send, clock);
  else if (spec.kind === "grpo") await grpo(spec, send, clock, options.until);
  else if (spec.kind === "evaluate") await evaluate(spec, send, clock, options.slipOf(spec));
}

/** The slip that a finished training leaves its model with; a warm-up's is where GRPO begins. */
export function finalSlip(reward: RewardConfig | null, seed: number): number {
  return reward === null ? 0.2 : slipAt(reward, seed, 1);
}
