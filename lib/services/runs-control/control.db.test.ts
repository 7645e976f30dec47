import { beforeEach, describe, expect, it } from "vitest";
import { jobsOfAblation } from "@/db/queries/jobs";
import { useTestDatabase } from "@/db/testing/database";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { reconcile } from "../jobs/reconcile";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { cancelAblation, cancelJob, cancelRun } from "./cancel";
import { retryJob, retryRun } from "./retry";

describe("cancel and retry", () => {
  const world = new JobWorld(useTestDatabase());
  let agent: TestAgent;
  let ablationId: string;

  beforeEach(async () => {
    await world.clear();
    ablationId = await world.launch();
    agent = await world.agent("one", { capacity: 4 });
  });

  async function running(kind: "sft" | "grpo" | "evaluate") {
    for (;;) {
      const lease = await agent.lease();
      if (lease.spec.kind !== kind) {
        await agent.finish(lease);
        continue;
      }
      await agent.report(lease, { state: "running" });
      return lease;
    }
  }

  it("ends waiting jobs at once and says cancelled, not skipped", async () => {
    await cancelAblation(world.db, ablationId, world.now);
    expect(new Set(Object.values(await world.statuses(ablationId)))).toEqual(new Set(["cancelled"]));
    expect((await cancelAblation(world.db, ablationId, world.now)).jobs).toEqual([]);
    expect(await agent.tryLease()).toBeNull();
  });

  it("stops a running training through its agent, keeps its checkpoint for a retry", async () => {
    const lease = await running("grpo");
    const runId = lease.spec.runId ?? "";
    await cancelRun(world.db, runId, world.now);
    expect(await world.run(runId)).toMatchObject({ status: "stopping" });
    expect((await world.job(lease.jobId)).cancelRequestedAt).toEqual(world.now);
    expect(await agent.report(lease, { state: "running" })).toBe("cancel");
    expect((await cancelRun(world.db, runId, world.now)).jobs).toEqual([]);
    expect(await agent.report(lease, { state: "exited", exitCode: 75, drained: true })).toBe("forget");
    expect(await world.run(runId)).toMatchObject({
      status: "cancelled",
      statusReason: "cancelled on request",
    });
    const left = (await jobsOfAblation(world.db, ablationId)).filter((job) => job.status === "skipped");
    expect(left.map((job) => [job.name, job.statusReason])).toEqual([
      ["outcome-only · seed 1 · evaluation", '"outcome-only · seed 1" was cancelled'],
    ]);
    await retryRun(world.db, runId, world.now);
    expect(await world.run(runId)).toMatchObject({ status: "queued", endedAt: null });
    expect((await world.job(lease.jobId)).cancelRequestedAt).toBeNull();
    expect((await agent.lease()).resume).toBe(true);
  });

  it("tells all that waited, near and far, which job was cancelled", async () => {
    const lease = await running("sft");
    await cancelJob(world.db, lease.jobId, world.now);
    await agent.report(lease, { state: "exited", exitCode: 75, drained: true });
    const left = (await jobsOfAblation(world.db, ablationId)).filter((job) => job.status === "skipped");
    expect(left).toHaveLength(3);
    expect(new Set(left.map((job) => job.statusReason))).toEqual(
      new Set(['"warm-up · seed 1" was cancelled']),
    );
  });

  it("is cancelled too if it had to be killed, or if its host went away", async () => {
    const killed = await running("sft");
    await cancelJob(world.db, killed.jobId, world.now);
    await agent.report(killed, { state: "exited", signal: "SIGKILL", drained: true });
    expect((await world.job(killed.jobId)).status).toBe("cancelled");
    await retryJob(world.db, killed.jobId, world.now);
    const away = await running("sft");
    await cancelJob(world.db, away.jobId, world.now);
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    expect((await world.job(away.jobId)).status).toBe("cancelled");
    // Back again, and still alive: it must not go on.
    expect(await agent.report(away, { state: "running" })).toBe("forget");
  });

  it("keeps a result that was finished before the order arrived", async () => {
    const lease = await running("sft");
    await cancelJob(world.db, lease.jobId, world.now);
    await world.storeResult(lease);
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    expect((await world.job(lease.jobId)).status).toBe("succeeded");
  });

  it("cancels the evaluation of a run whose training is done", async () => {
    const lease = await running("evaluate");
    const runId = lease.spec.runId ?? "";
    const { jobs } = await cancelRun(world.db, runId, world.now);
    expect(jobs).toMatchObject([{ id: lease.jobId, status: "stopping" }]);
    expect((await world.run(runId)).status).toBe("succeeded");
    await agent.report(lease, { state: "exited", exitCode: 75, drained: true });
    expect((await retryRun(world.db, runId, world.now)).jobs).toMatchObject([
      { id: lease.jobId, status: "queued" },
    ]);
  });

  it("refuses what makes no sense, naming the reason", async () => {
    const lease = await running("sft");
    await expect(retryJob(world.db, lease.jobId, world.now)).rejects.toMatchObject({
      code: "invalid-transition",
    });
    await agent.report(lease, { state: "exited", exitCode: 1, drained: true });
    await expect(cancelJob(world.db, lease.jobId, world.now)).rejects.toMatchObject({
      code: "invalid-transition",
    });
    const skipped = (await jobsOfAblation(world.db, ablationId)).find((job) => job.kind === "grpo");
    await expect(retryJob(world.db, skipped?.id ?? "", world.now)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining('"warm-up · seed 1", which is failed'),
    });
    await expect(cancelJob(world.db, "job_00000000", world.now)).rejects.toMatchObject({ code: "not-found" });
    await expect(cancelRun(world.db, "run_00000000", world.now)).rejects.toMatchObject({ code: "not-found" });
    await expect(retryRun(world.db, "run_00000000", world.now)).rejects.toMatchObject({ code: "not-found" });
    await expect(cancelAblation(world.db, "abl_00000000", world.now)).rejects.toMatchObject({
      code: "not-found",
    });
  });
});
