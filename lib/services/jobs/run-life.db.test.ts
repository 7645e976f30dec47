import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { benchmarks, evaluations, jobs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { lookUpToken } from "@/lib/server/tokens";
import { retryJob } from "../runs-control/retry";
import { JobWorld, type TestAgent } from "../testing/job-world";

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

  it("goes from queued to succeeded, and the run goes with its training", async () => {
    const lease = await agent.reach("sft");
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
    const lease = await agent.reach("sft");
    await agent.report(lease, { state: "running" });
    expect(await agent.report(lease, { state: "exited", exitCode: 0, drained: false })).toBeNull();
    expect((await world.job(lease.jobId)).status).toBe("running");
    await world.storeResult(lease);
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    expect((await world.job(lease.jobId)).status).toBe("succeeded");
  });

  it("calls an exit of 0 without a result a failure", async () => {
    const lease = await agent.reach("sft");
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    expect(await world.job(lease.jobId)).toMatchObject({
      status: "failed",
      statusReason: "the trainer ended without its final checkpoint",
    });
  });

  it("wants every benchmark of an evaluation to be complete", async () => {
    await agent.finish(await agent.reach("sft"));
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
    const lease = await agent.reach("sft");
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
    const lease = await agent.reach("sft");
    await agent.report(lease, { state: "exited", signal: "SIGKILL" });
    expect((await world.job(lease.jobId)).statusReason).toMatch(/killed by SIGKILL.*memory/);
  });

  it("resumes a trainer that stopped with a checkpoint without being told to by us", async () => {
    const lease = await agent.reach("sft");
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
    const lease = await agent.reach("sft");
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

  it("dates a job that was over before it was first reported from when it was handed out", async () => {
    const lease = await agent.reach("sft");
    const leasedAt = world.now;
    world.advance(3000);
    await world.storeResult(lease);
    await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    expect(await world.run(lease.spec.runId)).toMatchObject({ startedAt: leasedAt, endedAt: world.now });
    expect((await world.attempt(lease.attemptId)).startedAt).toEqual(leasedAt);
  });

  it("answers a repeated heartbeat alike and changes nothing", async () => {
    const lease = await agent.reach("sft");
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
    const lease = await agent.reach("sft");
    const stranger = await world.agent("two");
    expect(await stranger.report(lease, { state: "running" })).toBe("forget");
    expect(await stranger.report({ attemptId: "att_00000000000000zz" }, { state: "running" })).toBe("forget");
    expect((await world.job(lease.jobId)).status).toBe("leased");
  });

  it("revokes a token when everything of its attempt has arrived, and not before", async () => {
    const lease = await agent.reach("sft");
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
