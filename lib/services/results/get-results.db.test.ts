import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import {
  type AblationResults,
  type AblationSpec,
  ablationResults,
  type JobKind,
  type Lease,
  resultSelection,
} from "@/lib/contracts";
import { receiveBatch } from "../ingest/receive-batch";
import { batchOf, evaluation, evaluationItemOf, metrics } from "../ingest/testing/batches";
import { JobWorld, smallSpec, type TestAgent } from "../testing/job-world";
import { getResults } from "./get-results";

const BENCHMARKS = ["tiny-in-distribution", "tiny-harder"];

describe("the results of an ablation", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  let agent: TestAgent;

  beforeEach(async () => {
    await world.clear();
    agent = await world.agent("one", { capacity: 8 });
  });

  const results = async (ablationId: string): Promise<AblationResults> =>
    ablationResults.parse(await getResults(world.db, resultSelection.parse({ ablation: ablationId })));

  async function send(lease: Lease, kind: "metrics" | "evaluations", events: object[]): Promise<void> {
    const place = { attemptId: lease.attemptId, target: { jobId: lease.jobId } };
    await receiveBatch(world.db, place, batchOf(lease.attemptId, kind, events));
  }

  /** Train steps first..last of an attempt that spends 10 response and 20 continuation tokens and 100 ms on each. */
  const work = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, i) => {
      const n = i + 1;
      const spent = { responseTokens: 10 * n, continuationTokens: 20 * n, activeMs: 100 * n, gpuMs: 50 * n };
      return metrics(
        n,
        first + i,
        { "seconds/responses": 0.25, "seconds/update": 0.5, "reward/mean": 1 },
        spent,
      );
    });

  /** Each benchmark with `right` of three questions right, told to the end. */
  const answers = (right: number, decided = 3) =>
    BENCHMARKS.map((key, at) => {
      const items = ["q1", "q2", "q3"].map((question, i) =>
        evaluationItemOf(question, { correct: i < decided ? i < right : null }),
      );
      return { ...evaluation(at + 1, items, true), benchmark: { ...benchmark, key } };
    });
  const benchmark = { title: "Tiny", contentSha256: "0".repeat(64), questions: 3 };

  async function evaluate(lease: Lease, right: number, decided?: number): Promise<void> {
    await send(lease, "evaluations", answers(right, decided));
    await agent.finish(lease);
  }

  /** The next job of that kind; rewrites end well on the way. */
  async function reach(kind: JobKind): Promise<Lease> {
    for (;;) {
      const lease = await agent.lease({ kinds: ["rewrite", kind] });
      if (lease.spec.kind === kind) return lease;
      await agent.finish(lease);
    }
  }

  it("is null for an id that is none", async () => {
    expect(await getResults(world.db, resultSelection.parse({ ablation: "abl_00000000" }))).toBeNull();
  });

  it("shows what was launched before anything is measured", async () => {
    const id = await world.launch({ seeds: [1, 2] });
    const { arms, seeds, benchmarks, cells, costs, pending, failed } = await results(id);
    expect(arms.map((arm) => [arm.key, arm.sharesWarmUp])).toEqual([
      ["sft", true],
      ["outcome-only", true],
    ]);
    expect([seeds, cells, costs, failed]).toEqual([[1, 2], [], [], 0]);
    expect(benchmarks.map((b) => [b.key, b.questions])).toEqual(BENCHMARKS.map((key) => [key, 0]));
    expect(pending).toBe(Object.keys(await world.statuses(id)).length);
  });

  it("gives the warm-up's accuracy and cost to the SFT arm, and each training's to its own", async () => {
    const id = await world.launch();
    const sft = await reach("sft");
    await send(sft, "metrics", work(1, 2));
    await agent.finish(sft);
    const grpo = await reach("grpo");
    await send(grpo, "metrics", work(1, 3));
    await agent.finish(grpo);
    for (const lease of [await reach("evaluate"), await reach("evaluate")])
      await evaluate(lease, lease.spec.runId === sft.spec.runId ? 1 : 2, 2);

    const { cells, costs, benchmarks, pending, failed } = await results(id);
    const told = cells.map((c) => [c.arm, c.seed, c.benchmark, c.runId, c.correct, c.graded, c.ungraded]);
    expect(told.sort()).toEqual(
      BENCHMARKS.flatMap((key) => [
        ["sft", 1, key, sft.spec.runId, 1, 2, 1],
        ["outcome-only", 1, key, grpo.spec.runId, 2, 2, 1],
      ]).sort(),
    );
    expect(benchmarks.map((b) => [b.title, b.questions])).toEqual(BENCHMARKS.map(() => ["Tiny", 3]));
    expect(costs.map((c) => [c.arm, c.runId, c.trainSteps, c.responseTokens]).sort()).toEqual([
      ["outcome-only", grpo.spec.runId, 3, 30],
      ["sft", sft.spec.runId, 2, 20],
    ]);
    expect([pending, failed]).toEqual([0, 0]);
  });

  it("adds a row for the warm-ups where no arm points at them", async () => {
    const arms: AblationSpec["arms"] = smallSpec().arms.filter((arm) => arm.key === "outcome-only");
    const id = await world.launch({ arms });
    const sft = await reach("sft");
    await agent.finish(sft);
    const found = await results(id);
    expect(found.arms.map((arm) => [arm.key, arm.armId === null, arm.position])).toEqual([
      ["outcome-only", false, 0],
      ["warm-up", true, 1],
    ]);
    const lease = await reach("evaluate");
    await evaluate(lease, 3);
    expect((await results(id)).cells.map((c) => [c.arm, c.runId, c.correct])).toEqual(
      BENCHMARKS.map(() => ["warm-up", sft.spec.runId, 3]),
    );
  });

  it("leaves out an evaluation that is not complete, and takes the newest of a repeated one", async () => {
    const id = await world.launch();
    await agent.finish(await reach("sft"));
    const lease = await agent.lease({ kinds: ["evaluate"] });
    const [whole, half] = answers(1);
    await send(lease, "evaluations", [{ ...whole }, { ...half, complete: false }]);
    expect((await results(id)).cells.map((c) => [c.benchmark, c.correct])).toEqual([[BENCHMARKS[0], 1]]);
    await agent.report(lease, { state: "exited", exitCode: 75, drained: true });
    const again = await agent.lease({ kinds: ["evaluate"] });
    expect(again.jobId).toBe(lease.jobId);
    const later = "2026-01-02T04:00:00.000Z";
    await send(
      again,
      "evaluations",
      answers(2).map((event) => ({ ...event, at: later })),
    );
    expect((await results(id)).cells.map((c) => [c.arm, c.correct])).toEqual([
      ["sft", 2],
      ["sft", 2],
    ]);
  });

  it("counts the questions that each launch asked, and never compares with more or fewer of them", async () => {
    const id = await world.launch();
    const sft = await reach("sft");
    await agent.finish(sft);
    await agent.finish(await reach("grpo"));
    for (const lease of [await reach("evaluate"), await reach("evaluate")]) {
      const early = lease.spec.runId === sft.spec.runId;
      const events = answers(1).map((event) => ({
        ...event,
        at: `2026-01-02T0${early ? 3 : 4}:00:00.000Z`,
        items: event.items.slice(0, early ? 2 : 3),
        benchmark: { ...event.benchmark, questions: early ? 2 : 3 },
      }));
      await send(lease, "evaluations", events);
    }
    const { benchmarks, cells } = await results(id);
    expect(benchmarks.map((b) => [b.key, b.title, b.questions])).toEqual(
      BENCHMARKS.flatMap((key) => [
        [key, "Tiny", 3],
        [`${key}@2`, "Tiny (2 of its questions)", 2],
      ]),
    );
    expect(cells.map((c) => [c.arm, c.benchmark, c.graded]).sort()).toEqual(
      BENCHMARKS.flatMap((key) => [
        ["outcome-only", key, 3],
        ["sft", `${key}@2`, 2],
      ]).sort(),
    );
  });

  it("never compares accuracies on other questions under the same key", async () => {
    const id = await world.launch();
    const sft = await reach("sft");
    await agent.finish(sft);
    await agent.finish(await reach("grpo"));
    for (const lease of [await reach("evaluate"), await reach("evaluate")]) {
      const early = lease.spec.runId === sft.spec.runId;
      const changed = { contentSha256: (early ? "a" : "b").repeat(64) };
      const events = answers(1).map((event) => ({
        ...event,
        at: `2026-01-02T0${early ? 3 : 4}:00:00.000Z`,
        benchmark: { ...event.benchmark, ...changed },
      }));
      await send(lease, "evaluations", events);
    }
    const { benchmarks, cells } = await results(id);
    expect(benchmarks.map((b) => [b.key, b.questions])).toEqual(
      BENCHMARKS.flatMap((key) => [
        [key, 3],
        [`${key}@aaaaaaaa`, 3],
      ]),
    );
    expect(cells.map((c) => [c.arm, c.benchmark]).sort()).toEqual(
      BENCHMARKS.flatMap((key) => [
        ["outcome-only", key],
        ["sft", `${key}@aaaaaaaa`],
      ]).sort(),
    );
  });

  it("counts all that a resumed training spent, train steps that were run again included", async () => {
    const id = await world.launch();
    const first = await reach("sft");
    await send(first, "metrics", work(1, 4));
    await agent.report(first, { state: "exited", exitCode: 75, drained: true });
    // The second attempt goes on from the checkpoint at train step 2: 3 and 4 are run again.
    const second = await agent.lease({ kinds: ["sft"] });
    await send(second, "metrics", work(3, 5));
    await agent.finish(second);
    // What an evaluation may tell of its work is no part of the training's price.
    const evaluating = await agent.lease({ kinds: ["evaluate"] });
    expect(evaluating.spec.runId).toBe(first.spec.runId);
    const told = { responseTokens: 1000, continuationTokens: 0, activeMs: 1000, gpuMs: 0 };
    await send(evaluating, "metrics", [metrics(1, 5, { "eval/done": 1 }, told)]);

    const { costs } = await results(id);
    expect(costs).toMatchObject([
      {
        ...{ arm: "sft", seed: 1, runId: first.spec.runId, status: "succeeded", trainSteps: 5 },
        ...{ responseTokens: 70, continuationTokens: 140, activeMs: 700, gpuMs: 350 },
        seconds: { responses: 7 * 0.25, continuations: 0, grading: 0, update: 7 * 0.5 },
      },
    ]);
  });
});
