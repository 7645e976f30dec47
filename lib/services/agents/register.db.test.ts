import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { JobWorld } from "../testing/job-world";

describe("registering again", () => {
  const world = new JobWorld(useTestDatabase());
  beforeEach(() => world.clear());

  it("gives back at once what was leased and never reached a run directory", async () => {
    await world.launch();
    const killed = await world.agent("restarted", { attempts: [] });
    const lost = await killed.lease();
    const next = await world.agent("restarted", { attempts: [] });
    expect(await world.job(lost.jobId)).toMatchObject({ status: "queued" });
    expect(await world.attempt(lost.attemptId)).toMatchObject({ status: "lost" });
    expect((await world.attempt(lost.attemptId)).detail).toContain("registered anew and has nothing of it");
    const again = await next.lease();
    expect(again.jobId).toBe(lost.jobId);
    expect(again.attemptId).not.toBe(lost.attemptId);
  });

  it("leaves alone what the agent still has, running or not, and goes on with it", async () => {
    await world.launch({ seeds: [1, 2] });
    const first = await world.agent("careful", { capacity: 2, attempts: [] });
    await first.finish(await first.lease());
    const held = await first.lease();
    const gone = await first.lease();
    await first.report(held, { state: "running", pid: 5 });
    await first.report(gone, { state: "running", pid: 6 });
    const next = await world.agent("careful", { capacity: 2, attempts: [held.attemptId] });
    expect((await world.job(held.jobId)).status).toBe("running");
    expect((await world.job(gone.jobId)).status).toBe("queued");
    await next.finish(held);
    expect((await world.job(held.jobId)).status).toBe("succeeded");
  });

  it("ends a job that was being cancelled instead of queueing it again", async () => {
    await world.launch();
    const first = await world.agent("told to stop", { attempts: [] });
    const lease = await first.lease();
    await first.report(lease, { state: "running", pid: 5 });
    await world.cancel(lease.jobId);
    await world.agent("told to stop", { attempts: [] });
    expect((await world.job(lease.jobId)).status).toBe("cancelled");
  });

  it("waits for the lease's end where the agent does not tell, or keeps another folder", async () => {
    await world.launch();
    const first = await world.agent("unsaid", { attempts: [] });
    const lease = await first.lease();
    await world.agent("unsaid");
    await world.agent("unsaid", { attempts: [], dataDir: "/another" });
    expect((await world.job(lease.jobId)).status).toBe("leased");
  });

  it("gives no job to the agent before, whose request may arrive late", async () => {
    await world.launch();
    const killed = await world.agent("replaced", { attempts: [] });
    const next = await world.agent("replaced", { attempts: [] });
    expect(await killed.ask()).toMatchObject({
      lease: null,
      reason: expect.stringContaining("another agent"),
    });
    expect(await next.tryLease()).not.toBeNull();
  });

  it("never loses a job between a late lease and the new agent, whichever comes first", async () => {
    for (let i = 0; i < 10; i++) {
      await world.clear();
      const id = await world.launch();
      const killed = await world.agent(`raced ${i}`, { attempts: [] });
      const [, next] = await Promise.all([killed.tryLease(), world.agent(`raced ${i}`, { attempts: [] })]);
      expect((await world.statuses(id))["rewrite traces"]).toBe("queued");
      expect((await next.lease()).spec.kind).toBe("rewrite");
    }
  });
});
