import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import type { Lease } from "@/lib/contracts";
import { receiveBatch } from "../ingest/receive-batch";
import { batchOf, evaluation, evaluationItemOf } from "../ingest/testing/batches";
import { JobWorld, smallSpec, type TestAgent } from "../testing/job-world";
import { readSeedSpreads } from "./seed-spreads";

const QUESTIONS = 10;

describe("the spread that finished ablations have shown", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  const { profile } = smallSpec();
  let agent: TestAgent;
  beforeEach(async () => {
    await world.clear();
    agent = await world.agent("one");
  });

  /** Warm-ups get 4 of 10 right; outcome-only 4 + its seed. */
  async function evaluate(lease: Lease): Promise<void> {
    if (lease.spec.kind !== "evaluate") return;
    const right = lease.spec.name.startsWith("outcome-only") ? 4 + lease.spec.seed : 4;
    const items = Array.from({ length: QUESTIONS }, (_, i) =>
      evaluationItemOf(`q${i}`, { correct: i < right }),
    );
    const told = lease.spec.benchmarks.map((key, i) => ({
      ...evaluation(i + 1, items, true),
      benchmark: { key, title: "Tiny", contentSha256: "0".repeat(64), questions: QUESTIONS },
    }));
    const place = { attemptId: lease.attemptId, target: { jobId: lease.jobId } };
    await receiveBatch(world.db, place, batchOf(lease.attemptId, "evaluations", told));
  }

  async function finishAll(): Promise<void> {
    for (let lease = await agent.tryLease(); lease; lease = await agent.tryLease()) {
      await evaluate(lease);
      await agent.finish(lease);
    }
  }

  it("is the SD of the paired differences by benchmark, with its source", async () => {
    const id = await world.launch({ name: "Earlier", seeds: [1, 2, 3] });
    await finishAll();
    const spreads = await readSeedSpreads(world.db, profile);
    expect(spreads.map((spread) => spread.benchmark)).toEqual(smallSpec().benchmarks);
    for (const spread of spreads) {
      // Differences of 1, 2 and 3 right answers of ten: SD 0.1.
      expect(spread.sd).toBeCloseTo(0.1, 12);
      expect(spread).toMatchObject({
        seeds: 3,
        pairs: 1,
        questions: QUESTIONS,
        ablation: { id, name: "Earlier" },
      });
    }
  });

  it("leaves out what has not ended, has two seeds, or is of another profile", async () => {
    expect(await readSeedSpreads(world.db, profile)).toEqual([]);
    await world.launch({ seeds: [1, 2] });
    await finishAll();
    expect(await readSeedSpreads(world.db, profile)).toEqual([]);
    await world.launch({ seeds: [1, 2, 3] });
    expect(await readSeedSpreads(world.db, profile)).toEqual([]);
    await finishAll();
    expect(await readSeedSpreads(world.db, profile)).toHaveLength(2);
    const other = { kind: "hf", model: "m", dataset: "d", split: "train", verifier: "math" } as const;
    expect(await readSeedSpreads(world.db, { ...other, teacher: null, benchmarks: {} })).toEqual([]);
  });
});
