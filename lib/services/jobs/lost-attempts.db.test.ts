import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { LEASE_MS, MAX_LOST_ATTEMPTS } from "@/lib/domain/lease-times";
import { lookUpToken } from "@/lib/server/tokens";
import { retryJob } from "../runs-control/retry";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { forgiveSilence, reconcile } from "./reconcile";

describe("an attempt whose host falls silent", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  let agent: TestAgent;
  let ablationId: string;

  beforeEach(async () => {
    await world.clear();
    ablationId = await world.launch();
    agent = await world.agent("one", { capacity: 4 });
  });

  it("loses an attempt whose host falls silent, and queues it again from where it was", async () => {
    const lease = await agent.reach("sft");
    await agent.report(lease, { state: "running" });
    world.advance(LEASE_MS);
    expect((await reconcile(world.db, world.now)).lost).toEqual([]);
    world.advance(1);
    expect((await reconcile(world.db, world.now)).lost).toEqual([lease.jobId]);
    expect((await reconcile(world.db, world.now)).lost).toEqual([]);
    expect(await world.job(lease.jobId)).toMatchObject({
      status: "queued",
      statusReason: "its host stopped reporting; goes on from its last checkpoint",
    });
    expect((await world.attempt(lease.attemptId)).status).toBe("lost");
    expect((await agent.lease({ kinds: ["sft"] })).resume).toBe(true);
  });

  it("keeps a lease for as long as the host reports", async () => {
    const lease = await agent.reach("sft");
    for (let i = 0; i < 5; i += 1) {
      await agent.report(lease, { state: "running", pid: 9 });
      world.advance(LEASE_MS - 1);
      expect((await reconcile(world.db, world.now)).lost).toEqual([]);
    }
  });

  it("decides once, however many servers look at the same moment", async () => {
    const lease = await agent.reach("sft");
    world.advance(LEASE_MS + 1);
    const both = await Promise.all([reconcile(world.db, world.now), reconcile(world.db, world.now)]);
    expect(both.flatMap((done) => done.lost)).toEqual([lease.jobId]);
    expect(await world.statusEvents(lease.jobId)).toEqual([
      "queued -> leased",
      "leased -> lost",
      "lost -> queued",
    ]);
  });

  it("spares a job whose report came in while it waited to decide", async () => {
    const lease = await agent.reach("sft");
    world.advance(LEASE_MS + 1);
    const waiting = () => handle.sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    const reconciled = await handle.sql.begin(async (sql) => {
      await sql`select 1 from ablations where id = ${ablationId} for no key update`;
      const pending = reconcile(world.db, world.now);
      await expect.poll(async () => (await waiting()).length).toBe(1);
      await sql`update jobs set lease_expires_at = ${world.now.toISOString()} where id = ${lease.jobId}`;
      return { pending };
    });
    expect((await reconciled.pending).lost).toEqual([]);
    expect((await world.job(lease.jobId)).status).toBe("leased");
  });

  it("forgives the silence of its own absence", async () => {
    const lease = await agent.reach("sft");
    world.advance(10 * LEASE_MS);
    expect(await forgiveSilence(world.db, world.now)).toBe(1);
    expect((await reconcile(world.db, world.now)).lost).toEqual([]);
    world.advance(LEASE_MS + 1);
    expect((await reconcile(world.db, world.now)).lost).toEqual([lease.jobId]);
  });

  it("goes on with an attempt that comes back alive, if nobody took the job since", async () => {
    const lease = await agent.reach("sft");
    await agent.report(lease, { state: "running" });
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    // Its own agent does not take it a second time while it still runs there.
    expect(await agent.tryLease({ kinds: ["sft"], running: [lease.attemptId] })).toBeNull();
    expect(await agent.report(lease, { state: "running" })).toBeNull();
    expect(await world.job(lease.jobId)).toMatchObject({
      status: "running",
      currentAttemptId: lease.attemptId,
      leaseExpiresAt: new Date(world.now.getTime() + LEASE_MS),
    });
    expect(await world.attempt(lease.attemptId)).toMatchObject({ status: "running", endedAt: null });
    await agent.finish(lease);
    expect((await world.job(lease.jobId)).status).toBe("succeeded");
  });

  it("believes a result that an agent brings back late", async () => {
    const lease = await agent.reach("sft");
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    await world.storeResult(lease);
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    expect((await world.job(lease.jobId)).status).toBe("succeeded");
  });

  it("tells a superseded attempt to stop, and its end changes nothing", async () => {
    const lease = await agent.reach("sft");
    await agent.report(lease, { state: "running" });
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    const other = await world.agent("one", { capacity: 4 });
    const next = await other.lease({ kinds: ["sft"] });
    expect(next.jobId).toBe(lease.jobId);
    expect(await agent.report(lease, { state: "running" })).toBe("forget");
    expect(await agent.report(lease, { state: "exited", exitCode: 1, drained: true })).toBe("forget");
    expect(await world.job(lease.jobId)).toMatchObject({
      status: "leased",
      currentAttemptId: next.attemptId,
    });
  });

  it("gives up after it was lost too often, and says how often", async () => {
    const { jobId } = await agent.reach("sft");
    for (let i = 1; i <= MAX_LOST_ATTEMPTS; i += 1) {
      world.advance(LEASE_MS + 1);
      await reconcile(world.db, world.now);
      if (i < MAX_LOST_ATTEMPTS) expect((await agent.lease({ kinds: ["sft"] })).jobId).toBe(jobId);
    }
    expect(await world.job(jobId)).toMatchObject({
      status: "failed",
      statusReason: "its host stopped reporting; after 3 lost attempts it is not tried again",
    });
    await retryJob(world.db, jobId, world.now);
    await agent.lease({ kinds: ["sft"] });
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    expect((await world.job(jobId)).status).toBe("queued");
  });

  it("treats a process that is gone without a trace as lost", async () => {
    const lease = await agent.reach("sft");
    await agent.report(lease, { state: "running" });
    expect(await agent.report(lease, { state: "gone" })).toBeNull();
    expect((await world.job(lease.jobId)).status).toBe("queued");
    // Its spool may still hold events: the token is good until they have arrived.
    expect(await lookUpToken(world.db, lease.token)).not.toBeNull();
    expect(await agent.report(lease, { state: "gone", drained: true })).toBe("forget");
    expect(await lookUpToken(world.db, lease.token)).toBeNull();
    expect(await world.statusEvents(lease.jobId)).toHaveLength(4);
  });
});
