import { randomUUID } from "node:crypto";
import { type Lease, runsPage, type TraceRecord } from "../../lib/contracts";
import { ARMS } from "../../lib/presets/arms";
import { TINY_REWARD } from "../../lib/presets/quickstart";
import type { Send } from "../../scripts/dev/seed/stages";
import { ACTED_SPEC } from "./acted-ablation";
import { ActedHost, senderOf } from "./acted-host";
import { api } from "./server";

export const PLANNED_TRAIN_STEPS = 40;

/** A training in progress on an acted host: what it logs, the test decides. */
export interface ActedRun {
  host: ActedHost;
  lease: Lease;
  ablationId: string;
  runId: string;
  name: string;
  send: Send;
  /** Logs one train step with a mean reward. */
  logStep(trainStep: number, reward: number): Promise<void>;
  logTrace(trace: TraceRecord): Promise<void>;
}

/** Launches one arm that needs no warm-up on a host of its own, and starts its training. */
export async function startRun(name: string): Promise<ActedRun> {
  // New each time: an attempt that an earlier test left behind would still take its place.
  const host = await ActedHost.register(`acted-${randomUUID().slice(0, 8)}`);
  const launched = await host.launch({
    ...ACTED_SPEC,
    name: `Acted: ${name}`,
    seeds: [1],
    arms: [ARMS.withoutSft(TINY_REWARD)],
    grpo: { ...ACTED_SPEC.grpo, trainSteps: PLANNED_TRAIN_STEPS },
    baselineArm: null,
    contrast: null,
  });
  const lease = await host.take();
  if (!lease?.spec.runId) throw new Error(`${name}: the host was offered no training`);
  const { runs } = await api().get(`/api/v1/runs?ablation=${launched.id}`, runsPage);
  const run = runs.find((r) => r.id === lease.spec.runId);
  if (!run) throw new Error(`${name}: the run is not in the table`);
  const send = senderOf(lease, { now: Date.now() });
  return {
    host,
    lease,
    ablationId: launched.id,
    runId: run.id,
    name: run.name,
    send,
    logStep: (trainStep, reward) => send("metrics", [metricsAt(trainStep, reward)]),
    logTrace: (trace) => send("traces", [{ type: "trace", trace }]),
  };
}

function metricsAt(trainStep: number, reward: number): object {
  const values = { "reward/mean": reward, "reward/outcome": reward / 2, "policy/entropy": 0.5 };
  const tokens = trainStep * 1000;
  const progress = { responseTokens: tokens, continuationTokens: 0, activeMs: tokens, gpuMs: 0 };
  return { type: "metrics", trainStep, values, progress };
}
