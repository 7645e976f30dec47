import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { benchmarks, evaluations, jobs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import type { Lease } from "@/lib/contracts";
import { LEASE_MS, MAX_LOST_ATTEMPTS } from "@/lib/domain/lease-times";
import { lookUpToken } from "@/lib/server/tokens";
import { retryJob } from "../runs-control/retry";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { forgiveSilence, reconcile } from "./reconcile";

describe("the life of a job", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  let agent: TestAgent;
  let ablationId: string;

  beforeEach(async () => {
    await world.clear();
    ablationId = await world.launch();
    agent = await world.agent("one", { capacity: 4 });
  });

  /** Leases up to the first training of that kind. */
  async function reach(kind: "sft" | "grpo"): Promise<Lease> {
    for (;;) {
      const lease = await agent.lease();
      if (lease.spec.kind === kind) return lease;
      await agent.finish(lease);
    }
  }

  it("goes from queued to succeeded, and the run goes with its training", async () => {
    const lease = await reach("sft");
    expect(await world.run(lease.spec.runId)).toMatchObject({ status: "leased", hostId: agent.hostId });
    await agent.report(lease, { state: "starting", pid: 7 });
    expect((await world.run(lease.spec.runId)).status).toBe("starting");
    world.advance(1000);
    expect(await agent.report(lease, { state: "running", pid: 7, engineState: "R" })).toBeNull();
    expect(await world.run(lease.spec.runId)).toMatchObject({ status: "running", startedAt: world.now });
    world.advance(1000);
    await world.storeResult(lease);
    expect(await agent.report(lease, { state: "exited", exitCode: 0, drained: true })).toBe("forget");
    expect(await world.run(lease.spec.runId)).toMatchObject({ status: "succeeded", endedAt: world.now });
    expect(await world.attempt(lease.attemptId)).toMatchObject({
      status: "succeeded",
      pid: 7,
      exitCode: 0,
      engineState: "",
      drainedAt: world.now,
    });
    expect(await world.statusEvents(lease.jobId)).toEqual([
      "queued -> leased",
      "leased -> starting",
      "starting -> running",
      "running -> succeeded",
    ]);
  });

  it("waits for the last event before it believes an exit of 0", async () => {
    const lease = await reach("sft");
    await agent.report(lease, { state: "running" });
    expect(await agent.report(lease, { state: "exited", exitCode: 0, drained: false })).toBeNull();
    expect((await world.job(lease.jobId)).status).toBe("running");
    await world.storeResult(lease);
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    expect((await world.job(lease.jobId)).status).toBe("succeeded");
  });

  it("calls an exit of 0 without a result a failure", async () => {
    const lease = await reach("sft");
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    expect(await world.job(lease.jobId)).toMatchObject({
      status: "failed",
      statusReason: "the trainer ended without its final checkpoint",
    });
  });

  it("wants every benchmark of an evaluation to be complete", async () => {
    await agent.finish(await reach("sft"));
    const lease = await agent.lease({ kinds: ["evaluate"] });
    const row = (key: string) => ({
      id: `bmk-${key}-${lease.jobId}`,
      key,
      title: key,
      contentSha256: lease.jobId,
      questions: 1,
    });
    const complete = async (key: string) => {
      await world.db.insert(benchmarks).values(row(key));
      await world.db.insert(evaluations).values({
        id: `evl-${key}-${lease.jobId}`,
        runId: lease.spec.runId ?? "",
        jobId: lease.jobId,
        attemptId: lease.attemptId,
        benchmarkId: row(key).id,
        trainStep: 3,
        settings: { decodes: 1, temperature: 1, batchSize: 1, seed: 1, maxResponseTokens: 8 },
        completedAt: world.now,
      });
    };
    await complete("tiny-in-distribution");
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    expect(await world.job(lease.jobId)).toMatchObject({
      status: "failed",
      statusReason: "the trainer ended without all of its benchmarks",
    });
    await complete("tiny-harder");
    await retryJob(world.db, lease.jobId, world.now);
    const again = await agent.lease({ kinds: ["evaluate"] });
    await agent.report(again, { state: "exited", exitCode: 0, drained: true });
    expect((await world.job(lease.jobId)).status).toBe("succeeded");
  });

  it("fails at once when the trainer crashes, with its last words, and does not try again by itself", async () => {
    const lease = await reach("sft");
    const detail = "Traceback\nRuntimeError: \u0000 boom \ud800";
    expect(await agent.report(lease, { state: "exited", exitCode: 1, detail })).toBeNull();
    const job = await world.job(lease.jobId);
    expect(job.status).toBe("failed");
    expect(job.statusReason).toContain("code 1: RuntimeError: \\u0000 boom");
    expect((await world.attempt(lease.attemptId)).detail).toContain("Traceback");
    expect(await agent.tryLease({ kinds: ["sft"] })).toBeNull();
    expect(await agent.report(lease, { state: "exited", exitCode: 1, detail, drained: true })).toBe("forget");
  });

  it("names the signal that killed it", async () => {
    const lease = await reach("sft");
    await agent.report(lease, { state: "exited", signal: "SIGKILL" });
    expect((await world.job(lease.jobId)).statusReason).toMatch(/killed by SIGKILL.*memory/);
  });

  it("resumes a trainer that stopped with a checkpoint without being told to by us", async () => {
    const lease = await reach("sft");
    await agent.report(lease, { state: "running" });
    expect(await agent.report(lease, { state: "exited", exitCode: 75, drained: true })).toBe("forget");
    expect((await world.job(lease.jobId)).status).toBe("queued");
    // The same report again must neither fail nor lose the job.
    expect(await agent.report(lease, { state: "exited", exitCode: 75, drained: true })).toBe("forget");
    const next = await agent.lease({ kinds: ["sft"] });
    expect(next).toMatchObject({ jobId: lease.jobId, resume: true });
    expect(next.spec.outputDir).toBe(lease.spec.outputDir);
    expect((await world.attempt(next.attemptId)).number).toBe(2);
    expect((await world.attempt(lease.attemptId)).supersededAt).toEqual(world.now);
  });

  it("skips what depends on a failure, naming it, and revives it on retry", async () => {
    const lease = await reach("sft");
    await agent.report(lease, { state: "exited", exitCode: 1, drained: true });
    const rows = await world.db.select().from(jobs).where(eq(jobs.ablationId, ablationId));
    const skipped = rows.filter((row) => row.status === "skipped");
    expect(skipped.map((row) => row.name).sort()).toEqual([
      "outcome-only · seed 1",
      "outcome-only · seed 1 · evaluation",
      "warm-up · seed 1 · evaluation",
    ]);
    for (const row of skipped) expect(row.statusReason).toBe('"warm-up · seed 1" failed');
    await retryJob(world.db, lease.jobId, world.now);
    expect(new Set(Object.values(await world.statuses(ablationId)))).toEqual(
      new Set(["queued", "succeeded"]),
    );
    expect((await agent.lease()).jobId).toBe(lease.jobId);
  });

  it("loses an attempt whose host falls silent, and queues it again from where it was", async () => {
    const lease = await reach("sft");
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
    const lease = await reach("sft");
    for (let i = 0; i < 5; i += 1) {
      await agent.report(lease, { state: "running", pid: 9 });
      world.advance(LEASE_MS - 1);
      expect((await reconcile(world.db, world.now)).lost).toEqual([]);
    }
  });

  it("decides once, however many servers look at the same moment", async () => {
    const lease = await reach("sft");
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
    const lease = await reach("sft");
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
    const lease = await reach("sft");
    world.advance(10 * LEASE_MS);
    expect(await forgiveSilence(world.db, world.now)).toBe(1);
    expect((await reconcile(world.db, world.now)).lost).toEqual([]);
    world.advance(LEASE_MS + 1);
    expect((await reconcile(world.db, world.now)).lost).toEqual([lease.jobId]);
  });

  it("goes on with an attempt that comes back alive, if nobody took the job since", async () => {
    const lease = await reach("sft");
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
    const lease = await reach("sft");
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    await world.storeResult(lease);
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    expect((await world.job(lease.jobId)).status).toBe("succeeded");
  });

  it("dates a job that was over before it was first reported from when it was handed out", async () => {
    const lease = await reach("sft");
    const leasedAt = world.now;
    world.advance(3000);
    await world.storeResult(lease);
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    expect(await world.run(lease.spec.runId)).toMatchObject({ startedAt: leasedAt, endedAt: world.now });
    expect((await world.attempt(lease.attemptId)).startedAt).toEqual(leasedAt);
  });

  it("tells a superseded attempt to stop, and its end changes nothing", async () => {
    const lease = await reach("sft");
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
    const { jobId } = await reach("sft");
    for (let i = 1; i <= MAX_LOST_ATTEMPTS; i += 1) {
      world.advance(LEASE_MS + 1);
      await reconcile(world.db, world.now);
      if (i < MAX_LOST_ATTEMPTS) expect((await agent.lease({ kinds: ["sft"] })).jobId).toBe(jobId);
    }
    expect(await world.job(jobId)).toMatchObject({
      status: "failed",
      statusReason: "its host stopped reporting; 3 attempts were lost so",
    });
    await retryJob(world.db, jobId, world.now);
    await agent.lease({ kinds: ["sft"] });
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    expect((await world.job(jobId)).status).toBe("queued");
  });

  it("treats a process that is gone without a trace as lost", async () => {
    const lease = await reach("sft");
    await agent.report(lease, { state: "running" });
    expect(await agent.report(lease, { state: "gone" })).toBeNull();
    expect((await world.job(lease.jobId)).status).toBe("queued");
    // Its spool may still hold events: the token is good until they have arrived.
    expect(await lookUpToken(world.db, lease.token)).not.toBeNull();
    expect(await agent.report(lease, { state: "gone", drained: true })).toBe("forget");
    expect(await lookUpToken(world.db, lease.token)).toBeNull();
    expect(await world.statusEvents(lease.jobId)).toHaveLength(4);
  });

  it("answers a repeated heartbeat alike and changes nothing", async () => {
    const lease = await reach("sft");
    const seen = { state: "running" as const, pid: 5 };
    await agent.report(lease, seen);
    const before = await world.job(lease.jobId);
    expect(await agent.report(lease, seen)).toBeNull();
    expect(await agent.report(lease, seen)).toBeNull();
    expect(await world.job(lease.jobId)).toEqual(before);
    await world.storeResult(lease);
    const end = { state: "exited" as const, exitCode: 0, drained: true };
    expect(await agent.report(lease, end)).toBe("forget");
    const events = await world.statusEvents(lease.jobId);
    expect(await agent.report(lease, end)).toBe("forget");
    expect(await world.statusEvents(lease.jobId)).toEqual(events);
  });

  it("forgets attempts that are unknown or of another host", async () => {
    const lease = await reach("sft");
    const stranger = await world.agent("two");
    expect(await stranger.report(lease, { state: "running" })).toBe("forget");
    expect(await stranger.report({ attemptId: "att_00000000000000zz" }, { state: "running" })).toBe("forget");
    expect((await world.job(lease.jobId)).status).toBe("leased");
  });

  it("revokes a token when everything of its attempt has arrived, and not before", async () => {
    const lease = await reach("sft");
    await agent.report(lease, { state: "exited", exitCode: 1 });
    expect(await lookUpToken(world.db, lease.token)).not.toBeNull();
    await agent.report(lease, { state: "exited", exitCode: 1, drained: true });
    expect(await lookUpToken(world.db, lease.token)).toBeNull();
  });

  it("tells listeners after the commit", async () => {
    const heard: unknown[] = [];
    const listening = await handle.sql.listen("stepwell", (payload) => heard.push(JSON.parse(payload)));
    const lease = await agent.lease();
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    expect(heard).toContainEqual({
      type: "status",
      runId: null,
      jobId: lease.jobId,
      ablationId,
      status: "leased",
    });
    await listening.unlisten();
  });
});
