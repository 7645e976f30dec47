import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { selectCompleteEvaluations } from "@/db/queries/results-read";
import { benchmarks, checkpoints, evaluations } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import type { Lease } from "@/lib/contracts";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { cancelRun } from "./cancel";
import { continueRun } from "./continue";

describe("continuing for more train steps", () => {
  const world = new JobWorld(useTestDatabase());
  let agent: TestAgent;
  let ablationId: string;

  beforeEach(async () => {
    await world.clear();
    ablationId = await world.launch();
    agent = await world.agent("one", { capacity: 4 });
  });

  const more = (lease: Lease, moreTrainSteps = 5) =>
    continueRun(world.db, lease.spec.runId ?? "", { moreTrainSteps }, world.now);

  async function trained(kind: "sft" | "grpo"): Promise<Lease> {
    const lease = await agent.reach(kind);
    await world.storeCheckpoint(lease, agent.hostId, 3);
    await agent.finish(lease);
    return lease;
  }

  /** All benchmarks of an evaluation, complete at a train step. */
  async function evaluate(lease: Lease, trainStep: number): Promise<void> {
    for (const key of ["tiny-in-distribution", "tiny-harder"]) {
      const id = `bmk-${key}`;
      await world.db
        .insert(benchmarks)
        .values({ id, key, title: key, contentSha256: key, questions: 1 })
        .onConflictDoNothing();
      await world.db.insert(evaluations).values({
        id: `evl-${key}-${lease.attemptId}`,
        runId: lease.spec.runId ?? "",
        jobId: lease.jobId,
        attemptId: lease.attemptId,
        benchmarkId: id,
        trainStep,
        settings: { decodes: 1, temperature: 1, batchSize: 1, seed: 1, maxResponseTokens: 8 },
        completedAt: world.advance(1000),
      });
    }
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
  }

  it("queues the training with a longer plan, resumes it, and evaluates its new result beside the old", async () => {
    const lease = await trained("grpo");
    const first = await agent.lease({ kinds: ["evaluate"] });
    const evaluation =
      first.spec.runId === lease.spec.runId ? first : await agent.lease({ kinds: ["evaluate"] });
    await evaluate(evaluation, 3);
    expect((await world.job(evaluation.jobId)).status).toBe("succeeded");

    const { jobs } = await more(lease);
    expect(jobs).toMatchObject([
      { id: lease.jobId, status: "queued" },
      { id: evaluation.jobId, status: "queued" },
    ]);
    expect(await world.run(lease.spec.runId)).toMatchObject({ status: "queued", endedAt: null });
    expect((await world.job(lease.jobId)).output).toBeNull();
    const again = await agent.lease({ kinds: ["grpo"] });
    expect(again).toMatchObject({ jobId: lease.jobId, resume: true });
    if (again.spec.kind !== "grpo") throw new Error("no training");
    expect(again.spec.training.grpo.trainSteps).toBe(3 + 5);
    expect((await world.run(lease.spec.runId)).plannedTrainSteps).toBe(3 + 5);

    // An exit of 0 without the new result is no success, although there was a result before.
    await agent.report(again, { state: "running", pid: 1 });
    await world.storeResult(again, 8);
    await agent.report(again, { state: "exited", exitCode: 0, drained: true });
    const second = await agent.lease({ kinds: ["evaluate"] });
    expect(second).toMatchObject({ jobId: evaluation.jobId, spec: { checkpointTrainStep: 8 } });
    await agent.report(second, { state: "exited", exitCode: 0, drained: true });
    expect(await world.job(evaluation.jobId)).toMatchObject({
      status: "failed",
      statusReason: "the trainer ended without all of its benchmarks",
    });
    await more(again, 2).catch(() => {});
    const rows = await world.db.select().from(evaluations).where(eq(evaluations.jobId, evaluation.jobId));
    expect(rows.map((row) => row.trainStep)).toEqual([3, 3]);
  });

  it("gives results of the latest checkpoint and keeps the earlier ones", async () => {
    const lease = await trained("grpo");
    let evaluation = await agent.lease({ kinds: ["evaluate"] });
    if (evaluation.spec.runId !== lease.spec.runId) evaluation = await agent.lease({ kinds: ["evaluate"] });
    await evaluate(evaluation, 3);
    await more(lease);
    const again = await agent.lease({ kinds: ["grpo"] });
    await agent.report(again, { state: "running", pid: 1 });
    await world.storeResult(again, 8);
    await agent.report(again, { state: "exited", exitCode: 0, drained: true });
    await evaluate(await agent.lease({ kinds: ["evaluate"] }), 8);
    const found = await selectCompleteEvaluations(world.db, [lease.spec.runId ?? ""]);
    expect(found.map(({ evaluation: { trainStep } }) => trainStep)).toEqual([8, 8]);
    const all = await world.db.select().from(evaluations).where(eq(evaluations.jobId, evaluation.jobId));
    expect(all).toHaveLength(4);
  });

  it("goes on with what was cancelled, beyond its plan", async () => {
    const lease = await agent.reach("grpo");
    await agent.report(lease, { state: "running", pid: 1 });
    await world.storeCheckpoint(lease, agent.hostId, 1);
    await cancelRun(world.db, lease.spec.runId ?? "", world.now);
    await agent.report(lease, { state: "exited", exitCode: 75, drained: true });
    const { plannedTrainSteps } = await world.run(lease.spec.runId);
    await more(lease, 7);
    expect((await world.run(lease.spec.runId)).plannedTrainSteps).toBe(plannedTrainSteps + 7);
    const statuses = await world.statuses(ablationId);
    expect(statuses["outcome-only · seed 1 · evaluation"]).toBe("queued");
  });

  it("changes no warm-up that arms have begun from", async () => {
    const warmUp = await trained("sft");
    const evaluation = await agent.lease({ kinds: ["evaluate"] });
    await agent.report(evaluation, { state: "exited", exitCode: 1, drained: true });
    await more(warmUp, 4);
    const again = await agent.lease({ kinds: ["sft"] });
    expect(again.spec).toMatchObject({ sft: { maxTrainSteps: 7, stopAtAccuracy: null } });
    await agent.finish(again);
    await agent.lease({ kinds: ["grpo"] });
    await expect(more(warmUp)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("has begun from"),
    });
  });

  it("refuses what cannot go on, and changes nothing then", async () => {
    const lease = await trained("grpo");
    await world.db.update(checkpoints).set({ deletedAt: world.now });
    await expect(more(lease)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("no checkpoint to go on from"),
    });
    await world.db.update(checkpoints).set({ deletedAt: null });
    await expect(more(lease, 10_000_000)).rejects.toMatchObject({
      code: "invalid-request",
      details: { fields: [{ path: "moreTrainSteps" }] },
    });
    const { jobs } = await more(lease);
    expect(jobs).not.toEqual([]);
    await expect(more(lease)).rejects.toMatchObject({ code: "invalid-transition" });
    const gone = continueRun(world.db, "run_00000000", { moreTrainSteps: 1 }, world.now);
    await expect(gone).rejects.toMatchObject({ code: "not-found" });
  });
});
