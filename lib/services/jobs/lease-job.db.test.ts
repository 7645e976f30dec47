import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { hosts, jobs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { jobSpec } from "@/lib/contracts";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { lookUpToken } from "@/lib/server/tokens";
import { JobWorld, smallSpec } from "../testing/job-world";
import { leaseJob } from "./lease-job";

describe("leasing", () => {
  const world = new JobWorld(useTestDatabase());
  beforeEach(() => world.clear());

  it("follows the dependencies and hands on what the job before wrote", async () => {
    await world.launch();
    const agent = await world.agent("one", { facts: { cores: "4" }, capacity: 2 });
    const rewrite = await agent.lease();
    expect(rewrite.spec.kind).toBe("rewrite");
    expect(await agent.tryLease({ running: [rewrite.attemptId] })).toBeNull();
    await agent.finish(rewrite);
    const sft = await agent.lease();
    expect(sft.spec).toMatchObject({
      kind: "sft",
      traces: { path: `/data/one/jobs/${rewrite.jobId}/final` },
      outputDir: `/data/one/jobs/${sft.jobId}`,
      eventsPath: `/api/v1/runs/${sft.spec.runId}/events`,
      serverUrl: "http://127.0.0.1:4173",
      threads: 2,
    });
    await agent.finish(sft);
    const grpo = await agent.lease();
    expect(grpo.spec).toMatchObject({ kind: "grpo", arm: { key: "outcome-only" }, seed: 1 });
    const evaluation = await agent.lease({ running: [grpo.attemptId] });
    expect(evaluation.spec).toMatchObject({
      kind: "evaluate",
      runId: sft.spec.runId,
      checkpointTrainStep: 3,
      eventsPath: `/api/v1/jobs/${evaluation.jobId}/events`,
    });
    for (const lease of [rewrite, sft, grpo, evaluation])
      expect(jobSpec.parse(lease.spec)).toEqual(lease.spec);
  });

  it("gives each lease a token of its own, kept as a hash", async () => {
    await world.launch();
    const lease = await (await world.agent("one")).lease();
    expect(await lookUpToken(world.db, lease.token)).toMatchObject({
      scope: "run",
      subject: lease.attemptId,
    });
    const found = await world.db.execute(
      `select count(*)::int as n from tokens where hash = '${lease.token}'`,
    );
    expect(found[0]?.n).toBe(0);
    expect(lease.leaseExpiresAt).toBe(new Date(world.now.getTime() + LEASE_MS).toISOString());
  });

  it("never gives one job to two agents that ask at the same moment", async () => {
    await world.launch({ seeds: [1, 2, 3, 4] });
    const first = await world.agent("first");
    const rewrite = await first.lease();
    await first.finish(rewrite);
    await world.db.update(hosts).set({ capacity: 8 }).where(eq(hosts.id, first.hostId));
    const twin = await world.agent("first", { capacity: 8 });
    const leases = await Promise.all([0, 1, 2, 3, 4, 5].map((i) => (i % 2 ? first : twin).tryLease()));
    const taken = leases.flatMap((lease) => (lease ? [lease.jobId] : []));
    expect(taken).toHaveLength(4);
    expect(new Set(taken).size).toBe(4);
  });

  it("gives different jobs to two hosts at once", async () => {
    await world.launch();
    await world.launch();
    const [a, b] = [await world.agent("a"), await world.agent("b")];
    const [one, two] = await Promise.all([a.lease(), b.lease()]);
    expect(one.jobId).not.toBe(two.jobId);
  });

  it("never exceeds a host's capacity, whichever side knows of the attempt", async () => {
    await world.launch({ name: "first" });
    await world.launch({ name: "second" });
    await world.launch({ name: "third" });
    const agent = await world.agent("one", { capacity: 2 });
    const answers = await Promise.all([agent.tryLease(), agent.tryLease(), agent.tryLease()]);
    expect(answers.filter((lease) => lease !== null)).toHaveLength(2);
    const other = await world.agent("two", { capacity: 1 });
    expect(await other.tryLease({ running: ["att_00000000000000aa"] })).toBeNull();
    expect(await other.tryLease()).not.toBeNull();
  });

  it("takes older launches first, and within one the job that most work hangs on", async () => {
    const first = await world.launch({ seeds: [1, 2] });
    await world.launch({ seeds: [1, 2] });
    const agent = await world.agent("one");
    const rewrite = await agent.lease();
    expect(rewrite.spec.ablationId).toBe(first);
    await agent.finish(rewrite);
    const warmUp = await agent.lease();
    await agent.finish(warmUp);
    const kinds = [];
    for (let i = 0; i < 2; i += 1) {
      const lease = await agent.lease();
      kinds.push(lease.spec.kind);
      expect(lease.spec.ablationId).toBe(first);
      await agent.finish(lease);
    }
    expect(kinds).toEqual(["sft", "grpo"]);
  });

  it("waits for an active host with a trainer, of the right kind and name", async () => {
    const elsewhere = await world.agent("elsewhere");
    await world.launch({ hostId: elsewhere.hostId });
    const agent = await world.agent("one", { ready: false });
    expect(await agent.tryLease()).toBeNull();
    const ready = await world.agent("one");
    expect(await ready.tryLease()).toBeNull();
    await world.db.update(hosts).set({ state: "draining" }).where(eq(hosts.id, elsewhere.hostId));
    expect(await elsewhere.tryLease()).toBeNull();
    await world.db.update(hosts).set({ state: "active" }).where(eq(hosts.id, elsewhere.hostId));
    expect(await elsewhere.tryLease({ kinds: ["grpo"] })).toBeNull();
    expect(await elsewhere.tryLease()).not.toBeNull();
  });

  it("keeps a job on the host whose disk holds its inputs, and says so", async () => {
    const ablationId = await world.launch();
    const [here, there] = [await world.agent("here"), await world.agent("there")];
    await here.finish(await here.lease());
    expect(await there.tryLease()).toBeNull();
    const rows = await world.db.select().from(jobs).where(eq(jobs.ablationId, ablationId));
    expect(rows.find((row) => row.kind === "sft")?.statusReason).toBe(
      'runs on here: its disk holds the result of "rewrite traces"',
    );
    expect((await here.lease()).spec.kind).toBe("sft");
  });

  it("starts GRPO without SFT from the base model, with nothing to wait for", async () => {
    const arms = smallSpec().arms.flatMap((arm) =>
      arm.training ? [{ ...arm, training: { ...arm.training, start: "base" as const } }] : [],
    );
    await world.launch({ arms });
    const lease = await (await world.agent("one")).lease();
    expect(lease.spec).toMatchObject({ kind: "grpo", checkpoint: null });
  });

  it("fails a job whose inputs are gone and goes on with the next", async () => {
    const broken = await world.launch();
    await world.launch();
    const agent = await world.agent("one");
    await agent.finish(await agent.lease());
    await world.db.update(jobs).set({ output: null }).where(eq(jobs.ablationId, broken));
    const next = await agent.lease();
    expect(next.spec.ablationId).not.toBe(broken);
    expect(await world.statuses(broken)).toMatchObject({
      "warm-up · seed 1": "failed",
      "outcome-only · seed 1": "skipped",
    });
  });

  it("refuses agents it does not know and tokens of others", async () => {
    const [one, two] = [await world.agent("one"), await world.agent("two")];
    const request = {
      kinds: ["grpo" as const],
      running: [],
      serverUrl: "http://127.0.0.1:1",
      now: world.now,
    };
    await expect(
      leaseJob(world.db, { ...request, agentId: "agt_00000000", tokenId: null }),
    ).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(
      leaseJob(world.db, { ...request, agentId: one.agentId, tokenId: two.tokenId }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
