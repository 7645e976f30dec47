import { beforeEach, describe, expect, it } from "vitest";
import { arms, jobs, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import {
  encodeNumber,
  type ReplicatedAnswer,
  type ReplicatedArm,
  replicatedAnswer,
  resultSelection,
} from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { compactTouched } from "../ingest/compact";
import { ingestBatch } from "../ingest/ingest-batch";
import { parseBatch } from "../ingest/parse-batch";
import { batchOf, metrics } from "../ingest/testing/batches";
import { makeAttempt, makeRun, type TestAttempt, type TestRun } from "../ingest/testing/fixture";
import { type ReplicatedParams, readReplicatedSeries } from "./read-replicated";

const METRIC = "reward/mean";

/** What a seed logs: its value at each train step, and what one train step costs it. */
interface Story {
  seed: number;
  steps: number;
  valueAt: (trainStep: number) => number;
  tokensEach?: number;
  gpuMsEach?: number;
}

describe("curves with the seeds of an arm put together", () => {
  const test = useTestDatabase();
  let first: TestRun;
  let ids: string[];
  beforeEach(async () => {
    first = await makeRun(test.db);
    ids = [];
  });

  async function makeArm(key: string, position: number): Promise<string> {
    const id = newId("arm");
    await test.db.insert(arms).values({ id, ablationId: first.ablationId, key, name: key, position });
    return id;
  }

  async function makeSeed(armId: string, seed: number): Promise<TestRun> {
    const run = { ...first, runId: newId("run"), jobId: newId("job") };
    const { ablationId } = first;
    const common = { ablationId, armId, seed, name: `seed ${seed}` };
    const trained = { stage: "grpo" as const, config: {}, plannedTrainSteps: 100, codeVersion: "test" };
    await test.db.insert(runs).values({ ...common, ...trained, id: run.runId });
    const job = { id: run.jobId, runId: run.runId, kind: "grpo" as const, status: "running" as const };
    await test.db.insert(jobs).values({ ...common, ...job });
    ids.push(run.runId);
    return run;
  }

  async function logged(attempt: TestAttempt, story: Omit<Story, "seed">, from = 1): Promise<void> {
    const { steps, valueAt, tokensEach, gpuMsEach = 0 } = story;
    const all = Array.from({ length: steps - from + 1 }, (_, i) => {
      const spent = tokensEach && {
        responseTokens: tokensEach * (i + 1),
        continuationTokens: 0,
        activeMs: 10 * (i + 1),
        gpuMs: gpuMsEach * (i + 1),
      };
      return metrics(i + 1, from + i, { [METRIC]: encodeNumber(valueAt(from + i)) }, spent || undefined);
    });
    for (let at = 0; at < all.length; at += 1000) {
      const batch = batchOf(attempt.attemptId, "metrics", all.slice(at, at + 1000));
      const { touched } = await ingestBatch(test.db, parseBatch(batch));
      await compactTouched(test.db, touched);
    }
  }

  async function arm(key: string, position: number, stories: readonly Story[]): Promise<void> {
    const armId = await makeArm(key, position);
    for (const { seed, ...story } of stories)
      await logged(await makeAttempt(test.db, await makeSeed(armId, seed)), story);
  }

  async function read(changes: Partial<ReplicatedParams> = {}): Promise<ReplicatedAnswer> {
    const selection = resultSelection.parse({ runs: ids.join(",") });
    const params = { selection, names: [METRIC], axis: "trainStep" as const, buckets: 240, ...changes };
    return replicatedAnswer.parse(await readReplicatedSeries(test.db, params));
  }

  const armsOf = (answer: ReplicatedAnswer): ReplicatedArm[] => answer.metrics[0]?.arms ?? [];

  it("averages seeds at the same train steps, and says n where one ended early", async () => {
    await arm("mixed", 0, [
      { seed: 2, steps: 3, valueAt: () => 4 },
      { seed: 1, steps: 2, valueAt: (t) => 2 * t },
      { seed: 3, steps: 1, valueAt: () => 3 },
    ]);
    const [curve] = armsOf(await read());
    const shape = { arm: "mixed", stage: "grpo", launched: 3, x: [1, 2, 3], n: [3, 2, 1] };
    expect(curve).toMatchObject(shape);
    expect(curve?.mean).toEqual([3, 4, null]);
    expect(curve?.seeds.map(({ seed, values }) => [seed, values])).toEqual([
      [1, [2, 4, null]],
      [2, [4, 4, 4]],
      [3, [3, null, null]],
    ]);
    // t(2) = 4.302653 times an SD of 1 over √3.
    expect((curve?.hi[0] ?? 0) - 3).toBeCloseTo(4.302652729911275 / Math.sqrt(3), 9);
  });

  it("keeps arms apart, and an arm with a metric of its own on its own train steps", async () => {
    await arm("outcome-only", 0, [{ seed: 1, steps: 4, valueAt: () => 1 }]);
    await arm("process-only", 1, [
      { seed: 1, steps: 2, valueAt: () => 5 },
      { seed: 2, steps: 2, valueAt: () => 7 },
    ]);
    const answer = await read();
    expect(answer.arms.map(({ key }) => key)).toEqual(["outcome-only", "process-only"]);
    expect(armsOf(answer).map(({ arm: key, x, mean }) => [key, x, mean])).toEqual([
      ["outcome-only", [1, 2, 3, 4], [null, null, null, null]],
      ["process-only", [1, 2], [6, 6]],
    ]);
    expect(answer.catalogue).toEqual([
      { name: METRIC, stage: "grpo", runs: 3, arms: ["outcome-only", "process-only"] },
    ]);
  });

  it("gives seeds of any length buckets with the same edges", { timeout: 60_000 }, async () => {
    await arm("mixed", 0, [
      { seed: 1, steps: 20_000, valueAt: (t) => t },
      { seed: 2, steps: 19_000, valueAt: (t) => t + 2 },
      { seed: 3, steps: 40, valueAt: (t) => t + 4 },
    ]);
    const answer = await read({ buckets: 50 });
    const [curve] = armsOf(answer);
    const width = answer.bucketWidth ?? 0;
    expect(width).toBeGreaterThan(400);
    curve?.trainSteps?.forEach(([low, high], at) => {
      expect(low === 1 || low % width === 0).toBe(true);
      const [one, two] = [curve.seeds[0]?.values[at], curve.seeds[1]?.values[at]];
      if (high < 19_000) expect((two ?? 0) - (one ?? 0)).toBeCloseTo(2, 6);
      expect(curve.n[at]).toBe((low <= 40 ? 1 : 0) + (low <= 19_000 ? 1 : 0) + 1);
    });
    // A zoom refines down to the train steps themselves.
    const [zoomed] = armsOf(await read({ buckets: 50, from: 5_000, to: 5_010 }));
    expect(zoomed?.x).toEqual(Array.from({ length: 11 }, (_, i) => 5_000 + i));
    expect(zoomed?.mean).toEqual(zoomed?.x.map((x) => x + 1));
  });

  it("aligns seeds on tokens by lines between their own marks, never beyond their ends", async () => {
    await arm("mixed", 0, [
      { seed: 1, steps: 10, valueAt: (t) => t, tokensEach: 100 },
      { seed: 2, steps: 10, valueAt: (t) => t, tokensEach: 50 },
    ]);
    const [curve] = armsOf(await read({ axis: "tokens", buckets: 19 }));
    // From 50 (first of seed 2) to 1000 (last of seed 1): cells of 50 tokens.
    expect(curve?.x.map((x) => Math.round(x))).toEqual(Array.from({ length: 19 }, (_, i) => 75 + 50 * i));
    expect(curve?.trainSteps).toBeNull();
    const values = (seed: number) => curve?.seeds.find((s) => s.seed === seed)?.values ?? [];
    curve?.x.forEach((x, at) => {
      if (x < 100) expect(values(1)[at]).toBeNull();
      else expect(values(1)[at]).toBeCloseTo(x / 100, 9);
      if (x > 500) expect(values(2)[at]).toBeNull();
      else expect(values(2)[at]).toBeCloseTo(x / 50, 9);
      expect(curve.n[at]).toBe(x > 100 && x < 500 ? 2 : 1);
    });
  });

  it("reads a range of a cost axis finer, for each arm at its own train steps", {
    timeout: 60_000,
  }, async () => {
    await arm("outcome-only", 0, [{ seed: 1, steps: 4_000, valueAt: (t) => t, tokensEach: 10 }]);
    await arm("process-only", 1, [{ seed: 1, steps: 4_000, valueAt: (t) => t, tokensEach: 100 }]);
    const curves = armsOf(await read({ axis: "tokens", buckets: 20, from: 20_000, to: 20_100 }));
    expect(curves.map((each) => each.arm)).toEqual(["outcome-only", "process-only"]);
    for (const { arm: key, x, seeds } of curves) {
      const each = key === "outcome-only" ? 10 : 100;
      expect([x[0], x.at(-1)]).toEqual([20_002.5, 20_097.5]);
      x.forEach((at, i) => {
        expect(seeds[0]?.values[i]).toBeCloseTo(at / each, 6);
      });
    }
  });

  it("says whether any GPU time was told, and leaves out arms that do not move along an axis", async () => {
    await arm("mixed", 0, [{ seed: 1, steps: 5, valueAt: () => 1, tokensEach: 10 }]);
    const none = await read({ axis: "gpu" });
    expect([none.gpuUsed, armsOf(none)]).toEqual([false, []]);
    await arm("process-only", 1, [{ seed: 1, steps: 5, valueAt: () => 1, tokensEach: 10, gpuMsEach: 7 }]);
    const some = await read({ axis: "gpu", buckets: 10 });
    expect([some.gpuUsed, armsOf(some).map(({ arm: key }) => key)]).toEqual([true, ["process-only"]]);
    // From 7 to 35 ms of GPU time in ten cells.
    expect(armsOf(some)[0]?.x[0]).toBeCloseTo(8.4, 9);
    expect(armsOf(some)[0]?.x.at(-1)).toBeCloseTo(33.6, 9);
  });

  it("marks what is not finite and averages the seeds that have a value", async () => {
    await arm("mixed", 0, [
      { seed: 1, steps: 2, valueAt: (t) => (t === 2 ? Number.NaN : 1) },
      { seed: 2, steps: 2, valueAt: () => 3 },
      { seed: 3, steps: 2, valueAt: () => 5 },
    ]);
    const [curve] = armsOf(await read());
    expect([curve?.n, curve?.mean]).toEqual([
      [3, 2],
      [3, 4],
    ]);
    expect(curve?.seeds[0]?.odd).toEqual([{ at: 1, nan: true, posInf: false, negInf: false }]);
  });

  it("takes the latest attempt for train steps that were run again", async () => {
    const armId = await makeArm("mixed", 0);
    const run = await makeSeed(armId, 1);
    await logged(await makeAttempt(test.db, run, 1), { steps: 6, valueAt: () => 1, tokensEach: 10 });
    await logged(await makeAttempt(test.db, run, 2), { steps: 8, valueAt: () => 2, tokensEach: 10 }, 4);
    const [curve] = armsOf(await read());
    expect(curve?.seeds[0]?.values).toEqual([1, 1, 1, 2, 2, 2, 2, 2]);
    const [byTokens] = armsOf(await read({ axis: "tokens", buckets: 7 }));
    expect(byTokens?.x).toEqual([15, 25, 35, 45, 55, 65, 75]);
  });

  it("gives the catalogue alone where no metric is asked for, and null for runs that do not exist", async () => {
    await arm("mixed", 0, [{ seed: 1, steps: 2, valueAt: () => 1 }]);
    expect(await read({ names: [] })).toMatchObject({ metrics: [], catalogue: [{ name: METRIC }] });
    expect(await read({ names: ["no/such"] })).toMatchObject({ metrics: [{ name: "no/such", arms: [] }] });
    ids.push("run_00000000");
    const selection = resultSelection.parse({ runs: ids.join(",") });
    const params = { selection, names: [], axis: "trainStep" as const, buckets: 10 };
    expect(await readReplicatedSeries(test.db, params)).toBeNull();
  });
});
