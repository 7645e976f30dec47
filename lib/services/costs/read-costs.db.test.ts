import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET } from "@/app/api/v1/results/costs/route";
import { attempts, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import {
  type CostBreakdown,
  costBreakdown,
  type JobKind,
  type Lease,
  problem,
  resultSelection,
} from "@/lib/contracts";
import { presetOf } from "@/lib/presets";
import { setDbHandle } from "@/lib/server/db";
import { receiveBatch } from "../ingest/receive-batch";
import { batchOf, metrics, trace } from "../ingest/testing/batches";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { readCosts } from "./read-costs";

describe("what the trainings of a selection cost", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  let agent: TestAgent;

  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));
  beforeEach(async () => {
    await world.clear();
    agent = await world.agent("one", { capacity: 8 });
  });

  const costs = async (ablation: string): Promise<CostBreakdown> =>
    costBreakdown.parse(await readCosts(world.db, resultSelection.parse({ ablation })));

  const arms = () =>
    (presetOf("tiny-smoke")?.spec.arms ?? []).filter((arm) =>
      ["sft", "outcome-only", "mixed"].includes(arm.key),
    );

  async function send(lease: Lease, kind: "metrics" | "traces", events: object[]): Promise<void> {
    const place = { attemptId: lease.attemptId, target: { jobId: lease.jobId } };
    await receiveBatch(world.db, place, batchOf(lease.attemptId, kind, events));
  }

  async function reach(kind: JobKind): Promise<Lease> {
    for (;;) {
      const lease = await agent.lease({ kinds: ["rewrite", kind] });
      if (lease.spec.kind === kind) return lease;
      await agent.finish(lease);
    }
  }

  /** Train steps first..last, each of 10 response tokens, as many continuation tokens as given, 100 ms. */
  const work = (first: number, last: number, continuationTokens: number, values: object = {}, gpuMs = 0) =>
    Array.from({ length: last - first + 1 }, (_, i) => {
      const n = i + 1;
      const spent = {
        responseTokens: 10 * n,
        continuationTokens: continuationTokens * n,
        activeMs: 100 * n,
        gpuMs: gpuMs * n,
      };
      return metrics(n, first + i, { "seconds/responses": 0.02, "seconds/update": 0.05, ...values }, spent);
    });

  it("is null for a selection that does not exist, and refuses what is no id", async () => {
    expect(await readCosts(world.db, resultSelection.parse({ ablation: "abl_00000000" }))).toBeNull();
    const get = (query: string) =>
      GET(new Request(`http://localhost/api/v1/results/costs?${query}`), { params: Promise.resolve({}) });
    expect((await get("ablation=abl_00000000")).status).toBe(404);
    const refused = await get("ablation=nonsense");
    expect(problem.parse(await refused.json()).fields.map(({ path }) => path)).toEqual(["ablation"]);
  });

  it("lists seeds that have told nothing, and knows the outcome-only arm before it runs", async () => {
    const found = await costs(await world.launch({ arms: arms(), seeds: [1, 2] }));
    expect(found).toMatchObject({ gpuUsed: false, seeds: [], outcomeOnly: ["outcome-only"] });
    expect(found.rewriting).toEqual({ jobs: 0, seconds: 0 });
    expect(found.silent.map(({ arm, seed }) => `${arm} ${seed}`).sort()).toEqual([
      ...["mixed 1", "mixed 2", "outcome-only 1", "outcome-only 2", "sft 1", "sft 2"],
    ]);
  });

  it("keeps probe and evaluation apart, and tells what the formula needs", async () => {
    const id = await world.launch({ arms: arms() });
    const sft = await reach("sft");
    await send(sft, "metrics", work(1, 2, 0));
    await agent.finish(sft);
    const trained: Record<string, Lease> = {};
    for (const lease of [await reach("grpo"), await reach("grpo")]) {
      const outcomeOnly = lease.spec.kind === "grpo" && lease.spec.training.reward.lambdaProcess === 0;
      trained[outcomeOnly ? "outcome-only" : "mixed"] = lease;
      const shape = { "response/tokens": 12, "response/trace_steps": 3, "share/valid_format": 0.5 };
      const probe = outcomeOnly ? { "tokens/probe": 7, "seconds/probe": 0.5 } : {};
      await send(lease, "metrics", work(1, 4, outcomeOnly ? 0 : 30, { ...shape, ...probe }, 40));
    }
    const mixed = trained.mixed;
    if (!mixed) throw new Error("no mixed arm");
    const none = {
      requested: 0,
      returned: 0,
      successes: 0,
      truncated: 0,
      continuations: [],
      straddled: false,
    };
    const steps = (tokenEnd: number | null) => [
      {
        ...{ ...none, index: 1, text: { start: 0, end: 3 } },
        tokens: tokenEnd === null ? null : { start: 0, end: tokenEnd },
      },
    ];
    await send(mixed, "traces", [
      trace(1, { trainStep: 1, responseTokens: 10, traceSteps: steps(6) }),
      trace(2, { trainStep: 2, responseTokens: 10, traceSteps: steps(8), sampleIndex: 1 }),
      trace(3, {
        trainStep: 2,
        responseTokens: 90,
        traceSteps: steps(1),
        sampleIndex: 2,
        invalidReason: "no",
      }),
      trace(4, { trainStep: 2, responseTokens: 90, traceSteps: steps(null), sampleIndex: 3 }),
    ]);
    await world.db.update(runs).set({ lastTrainStep: 4 }).where(eq(runs.ablationId, id));
    for (const lease of Object.values(trained)) await agent.finish(lease);
    const evaluating = await reach("evaluate");
    const begun = new Date("2030-01-01T00:00:00Z");
    await agent.finish(evaluating);
    await world.db
      .update(attempts)
      .set({ startedAt: begun, endedAt: new Date(begun.getTime() + 2_500) })
      .where(eq(attempts.id, evaluating.attemptId));

    const { seeds, gpuUsed, rewriting } = await costs(id);
    expect([gpuUsed, rewriting.jobs]).toEqual([true, 1]);
    const of = (arm: string) => seeds.find((seed) => seed.arm === arm);
    expect(of("mixed")).toMatchObject({
      ...{ status: "succeeded", responseTokens: 40, continuationTokens: 120, activeMs: 400, gpuMs: 160 },
      ...{ lambdaProcess: 0.5, probe: { tokens: 0, seconds: 0 }, warmUpRunId: sft.spec.runId },
      shape: { traceSteps: 3, responseTokens: 12, validShare: 0.5, answerTail: 3, tails: 2 },
    });
    expect(of("outcome-only")).toMatchObject({
      ...{ lambdaProcess: 0, continuationTokens: 0, probe: { tokens: 28, seconds: 2 } },
      shape: { answerTail: null, tails: 0 },
    });
    expect(of("sft")).toMatchObject({ lambdaProcess: null, warmUpRunId: null, shape: null });
    const evaluated = seeds.find((seed) => seed.runId === evaluating.spec.runId);
    expect(evaluated?.evaluation).toEqual({ jobs: 1, seconds: 2.5 });
    expect(seeds.filter((seed) => seed !== evaluated).every((seed) => seed.evaluation.jobs <= 1)).toBe(true);
  });

  it("tells unfinished and failed trainings with their status", async () => {
    const id = await world.launch({ arms: arms().filter(({ key }) => key !== "mixed"), seeds: [1] });
    const sft = await reach("sft");
    await send(sft, "metrics", work(1, 3, 0));
    await agent.report(sft, { state: "exited", exitCode: 1, drained: true });
    const { seeds } = await costs(id);
    expect(seeds).toMatchObject([{ arm: "sft", status: "failed", trainSteps: 3 }]);
  });
});
