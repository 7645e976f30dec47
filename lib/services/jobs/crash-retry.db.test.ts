import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import type { Lease } from "@/lib/contracts";
import { pauseOrResumeJob } from "../runs-control/pause";
import { retryJob } from "../runs-control/retry";
import { JobWorld, type TestAgent } from "../testing/job-world";

const CRASH = { state: "exited", exitCode: 1, detail: "RuntimeError: boom", drained: true } as const;

describe("trying again after a crash", () => {
  const world = new JobWorld(useTestDatabase());
  let agent: TestAgent;

  async function begin(limit: number): Promise<void> {
    await world.clear();
    await world.launch({ retry: { limit, backoffSeconds: 30 } });
    agent = await world.agent("one");
  }
  beforeEach(() => begin(2));

  /** Takes it, reports it alive, and lets it crash. */
  async function crash(lease: Lease): Promise<void> {
    await agent.report(lease, { state: "running", pid: 1 });
    await agent.report(lease, CRASH);
  }

  it("waits longer each time, then gives up and says so", async () => {
    const first = await agent.reach("sft");
    await crash(first);
    expect(await world.job(first.jobId)).toMatchObject({
      status: "queued",
      statusReason:
        "crashed: the trainer ended with code 1: RuntimeError: boom; tries again in 30 s (1 of 2)",
      retriesUsed: 1,
      notBefore: new Date(world.now.getTime() + 30_000),
    });
    expect((await world.attempt(first.attemptId)).status).toBe("failed");
    world.advance(29_999);
    expect(await agent.tryLease()).toBeNull();
    world.advance(1);
    const second = await agent.lease();
    expect(second).toMatchObject({ jobId: first.jobId, resume: true });
    expect((await world.job(first.jobId)).notBefore).toBeNull();
    await crash(second);
    world.advance(59_999);
    expect(await agent.tryLease()).toBeNull();
    world.advance(1);
    await crash(await agent.lease());
    const job = await world.job(first.jobId);
    expect(job.status).toBe("failed");
    expect(job.statusReason).toContain("tried again 2 times in vain");
  });

  it("does not count tries that made progress", async () => {
    let lease = await agent.reach("grpo");
    for (let i = 1; i <= 4; i += 1) {
      await world.storeCheckpoint(lease, agent.hostId, i);
      await crash(lease);
      expect(await world.job(lease.jobId)).toMatchObject({ status: "queued", retriesUsed: 1 });
      world.advance(30_000);
      lease = await agent.lease({ kinds: ["grpo"] });
    }
    await crash(lease);
    expect(await world.job(lease.jobId)).toMatchObject({ status: "queued", retriesUsed: 2 });
  });

  it("takes a process that was killed for a crash too", async () => {
    const lease = await agent.reach("sft");
    await agent.report(lease, { state: "exited", signal: "SIGKILL", drained: true });
    expect((await world.job(lease.jobId)).statusReason).toMatch(/killed by SIGKILL.*tries again in 30 s/);
  });

  it("tries nothing again that would end the same way", async () => {
    for (const end of [{ exitCode: 78 }, { exitCode: 71 }, { exitCode: 0 }]) {
      await begin(2);
      const lease = await agent.reach("sft");
      await agent.report(lease, { state: "exited", ...end, drained: true });
      expect((await world.job(lease.jobId)).status, JSON.stringify(end)).toBe("failed");
    }
  });

  it("begins anew when a person retries, at once", async () => {
    const lease = await agent.reach("sft");
    for (let i = 0; i < 3; i += 1) {
      await crash(i === 0 ? lease : await agent.lease());
      world.advance(3_600_000);
    }
    expect((await world.job(lease.jobId)).status).toBe("failed");
    await retryJob(world.db, lease.jobId, world.now);
    expect(await world.job(lease.jobId)).toMatchObject({ retriesUsed: 0, notBefore: null });
    await crash(await agent.lease());
    expect(await world.job(lease.jobId)).toMatchObject({ status: "queued", retriesUsed: 1 });
  });

  it("stays paused if it crashes while it was to pause", async () => {
    const lease = await agent.reach("sft");
    await agent.report(lease, { state: "running", pid: 1 });
    await pauseOrResumeJob(world.db, "pause", lease.jobId, world.now);
    await agent.report(lease, CRASH);
    const job = await world.job(lease.jobId);
    expect(job.status).toBe("paused");
    expect(job.statusReason).toContain("paused as asked");
    await pauseOrResumeJob(world.db, "resume", lease.jobId, world.now);
    expect((await agent.lease()).jobId).toBe(lease.jobId);
  });
});
