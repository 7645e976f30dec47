import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { jobsOfAblation } from "@/db/queries/jobs";
import { jobs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { reconcile } from "../jobs/reconcile";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { cancelAblation } from "./cancel";
import { continueRun } from "./continue";
import { pauseOrResumeAblation, pauseOrResumeJob, pauseOrResumeRun } from "./pause";
import { retryJob } from "./retry";

describe("pause and resume", () => {
  const world = new JobWorld(useTestDatabase());
  let agent: TestAgent;
  let ablationId: string;

  beforeEach(async () => {
    await world.clear();
    ablationId = await world.launch();
    agent = await world.agent("one");
  });

  const pauseJob = (id: string) => pauseOrResumeJob(world.db, "pause", id, world.now);
  const resumeJob = (id: string) => pauseOrResumeJob(world.db, "resume", id, world.now);

  async function running(kind: "sft" | "grpo") {
    const lease = await agent.reach(kind);
    await agent.report(lease, { state: "running", pid: 1 });
    return lease;
  }

  it("pauses a queued job at once; what waits for it waits, and nothing else is held up", async () => {
    const [first] = await jobsOfAblation(world.db, ablationId);
    expect((await pauseJob(first?.id ?? "")).jobs).toMatchObject([{ status: "paused" }]);
    expect(await agent.tryLease()).toBeNull();
    expect(Object.values(await world.statuses(ablationId)).sort()).toEqual([
      "paused",
      ...Array(4).fill("queued"),
    ]);
    expect((await pauseJob(first?.id ?? "")).jobs).toEqual([]);
    expect((await resumeJob(first?.id ?? "")).jobs).toMatchObject([{ status: "queued" }]);
    expect((await agent.lease()).jobId).toBe(first?.id);
  });

  it("lets a running trainer write its checkpoint, frees its place, and goes on from there", async () => {
    const lease = await running("grpo");
    const runId = lease.spec.runId ?? "";
    await pauseOrResumeRun(world.db, "pause", runId, world.now);
    expect(await world.run(runId)).toMatchObject({
      status: "pausing",
      statusReason: "asked to pause: writes a checkpoint first",
    });
    expect(await agent.report(lease, { state: "running", pid: 1 })).toBe("pause");
    expect((await pauseOrResumeRun(world.db, "pause", runId, world.now)).jobs).toEqual([]);
    await world.storeCheckpoint(lease, agent.hostId);
    expect(await agent.report(lease, { state: "exited", exitCode: 75, drained: true })).toBe("forget");
    expect(await world.run(runId)).toMatchObject({ status: "paused", endedAt: null });
    expect((await world.run(runId)).statusReason).toContain("goes on from its last checkpoint");
    expect((await world.attempt(lease.attemptId)).status).toBe("paused");
    // Its place is free for others; its evaluation waits and is not skipped.
    const statuses = await world.statuses(ablationId);
    expect(statuses["outcome-only · seed 1 · evaluation"]).toBe("queued");
    expect((await agent.lease()).spec.kind).toBe("evaluate");
    await pauseOrResumeRun(world.db, "resume", runId, world.now);
    const again = await world.agent("one", { capacity: 2 });
    expect(await again.lease()).toMatchObject({ jobId: lease.jobId, resume: true });
    expect(await world.statusEvents(lease.jobId)).toEqual([
      "queued -> leased",
      "leased -> running",
      "running -> pausing",
      "pausing -> paused",
      "paused -> queued",
      "queued -> leased",
    ]);
  });

  it("is paused too if it had to be killed, and keeps a result that came first", async () => {
    const killed = await running("sft");
    await pauseJob(killed.jobId);
    await agent.report(killed, { state: "exited", signal: "SIGKILL", drained: true });
    expect(await world.job(killed.jobId)).toMatchObject({ status: "paused" });
    await resumeJob(killed.jobId);
    const done = await running("sft");
    await pauseJob(done.jobId);
    await world.storeResult(done);
    await agent.report(done, { state: "exited", exitCode: 0, drained: true });
    expect((await world.job(done.jobId)).status).toBe("succeeded");
  });

  it("stays paused when its host goes away, and is told again when the process turns up alive", async () => {
    const lease = await running("sft");
    await pauseJob(lease.jobId);
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    expect((await world.job(lease.jobId)).status).toBe("paused");
    expect(await agent.report(lease, { state: "running", pid: 1 })).toBe("pause");
    expect((await world.job(lease.jobId)).status).toBe("pausing");
    await agent.report(lease, { state: "exited", exitCode: 75, drained: true });
    expect((await world.job(lease.jobId)).status).toBe("paused");
  });

  it("pauses and resumes a whole ablation", async () => {
    const lease = await running("sft");
    const { jobs: held } = await pauseOrResumeAblation(world.db, "pause", ablationId, world.now);
    expect(held.map((job) => job.status).sort()).toEqual(["paused", "paused", "paused", "pausing"]);
    await agent.report(lease, { state: "exited", exitCode: 75, drained: true });
    expect(await agent.tryLease()).toBeNull();
    expect((await pauseOrResumeAblation(world.db, "pause", ablationId, world.now)).jobs).toEqual([]);
    await pauseOrResumeAblation(world.db, "resume", ablationId, world.now);
    expect((await agent.lease()).jobId).toBe(lease.jobId);
  });

  it("can be cancelled while pausing and while paused; dependents are skipped then", async () => {
    const lease = await running("sft");
    await pauseJob(lease.jobId);
    await cancelAblation(world.db, ablationId, world.now);
    expect(await agent.report(lease, { state: "running", pid: 1 })).toBe("cancel");
    await agent.report(lease, { state: "exited", exitCode: 75, drained: true });
    expect((await world.job(lease.jobId)).status).toBe("cancelled");
  });

  it("leaves a command alone that people start themselves, and says how", async () => {
    const lease = await running("grpo");
    await world.db.update(jobs).set({ wrapped: true }).where(eq(jobs.id, lease.jobId));
    const runId = lease.spec.runId ?? "";
    const refused = { code: "conflict", message: expect.stringContaining(`stepwell run --resume ${runId}`) };
    await expect(pauseJob(lease.jobId)).rejects.toMatchObject(refused);
    await expect(retryJob(world.db, lease.jobId, world.now)).rejects.toMatchObject(refused);
    const more = continueRun(world.db, runId, { moreTrainSteps: 1 }, world.now);
    await expect(more).rejects.toMatchObject({ code: "conflict" });
    const { jobs: held } = await pauseOrResumeAblation(world.db, "pause", ablationId, world.now);
    expect(held.map((job) => job.id)).not.toContain(lease.jobId);
  });

  it("refuses what makes no sense, naming the reason", async () => {
    const lease = await running("sft");
    const refused = { code: "invalid-transition" };
    await expect(resumeJob(lease.jobId)).rejects.toMatchObject(refused);
    await agent.finish(lease);
    await expect(pauseJob(lease.jobId)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining("is succeeded: there is nothing to pause"),
    });
    await expect(pauseJob("job_00000000")).rejects.toMatchObject({ code: "not-found" });
    const noRun = pauseOrResumeRun(world.db, "pause", "run_00000000", world.now);
    await expect(noRun).rejects.toMatchObject({ code: "not-found" });
    const noAblation = pauseOrResumeAblation(world.db, "pause", "abl_00000000", world.now);
    await expect(noAblation).rejects.toMatchObject({ code: "not-found" });
  });
});
