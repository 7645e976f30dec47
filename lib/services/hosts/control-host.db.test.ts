import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { hosts, jobs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { HOST_AWAY_MS, LEASE_MS } from "@/lib/domain/lease-times";
import { reconcile } from "../jobs/reconcile";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { hostEvents, orderHost, removeHost } from "./control-host";
import { listHosts } from "./list-hosts";

describe("hosts under control", () => {
  const world = new JobWorld(useTestDatabase());
  beforeEach(() => world.clear());

  const order = async (agent: TestAgent, what: "pause" | "resume" | "drain") =>
    (await orderHost(world.db, agent.hostId, what, world.now)).host?.state;
  const why = async (agent: TestAgent) => (await agent.ask()).reason;
  const shown = async (agent: TestAgent) =>
    (await listHosts(world.db, world.now)).find((host) => host.id === agent.hostId);
  const types = async (agent: TestAgent) =>
    (await hostEvents(world.db, agent.hostId)).events.map((event) => event.type);
  const remove = (agent: TestAgent) => removeHost(world.db, agent.hostId, world.now);

  it("a paused host gets no job and hears why; what runs there goes on; resumed, it gets the next", async () => {
    await world.launch({ seeds: [1, 2] });
    const agent = await world.agent("pausable");
    const rewrite = await agent.lease();
    expect(await order(agent, "pause")).toBe("paused");
    await agent.report(rewrite, { state: "running", pid: 1 });
    expect((await world.job(rewrite.jobId)).status).toBe("running");
    await agent.finish(rewrite);
    expect(await agent.tryLease()).toBeNull();
    expect(await why(agent)).toBe("pausable is paused");
    expect(await order(agent, "pause")).toBe("paused");
    expect(await order(agent, "resume")).toBe("active");
    expect((await agent.lease()).spec.kind).toBe("sft");
    expect(await types(agent)).toEqual(["resumed", "paused", "registered"]);
  });

  it("a draining host is drained as soon as its last job has ended, and says so once", async () => {
    await world.launch();
    const agent = await world.agent("drainable", { capacity: 2 });
    const rewrite = await agent.lease();
    expect(await order(agent, "drain")).toBe("draining");
    await agent.beat();
    expect((await shown(agent))?.state).toBe("draining");
    expect(await why(agent)).toContain("drained");
    await agent.finish(rewrite);
    expect((await shown(agent))?.state).toBe("drained");
    await agent.beat();
    expect(await types(agent)).toEqual(["drained", "draining", "registered"]);
    expect(await agent.tryLease()).toBeNull();
    expect(await order(agent, "resume")).toBe("active");
    expect((await agent.lease()).spec.kind).toBe("sft");
  });

  it("an idle host is drained at once, and one whose last job is lost with it", async () => {
    const idle = await world.agent("idle");
    expect(await order(idle, "drain")).toBe("drained");
    await world.launch();
    const silent = await world.agent("silent");
    await silent.lease();
    expect(await order(silent, "drain")).toBe("draining");
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    expect((await shown(silent))?.state).toBe("drained");
  });

  it("shows what runs and what waits for this host alone", async () => {
    await world.launch({ seeds: [1, 2] });
    const agent = await world.agent("shown", { capacity: 2 });
    const rewrite = await agent.lease();
    await agent.report(rewrite, { state: "running", pid: 7, engineState: "RUNNING on node 3" });
    expect(await shown(agent)).toMatchObject({
      running: [{ id: rewrite.jobId, status: "running", engineState: "RUNNING on node 3" }],
      waiting: 0,
      agentVersion: "test",
    });
    await agent.finish(rewrite);
    expect(await shown(agent)).toMatchObject({ running: [], waiting: 2 });
  });

  it("is not removed while it runs something or its agent reports", async () => {
    await world.launch();
    const agent = await world.agent("busy");
    const rewrite = await agent.lease();
    await expect(remove(agent)).rejects.toThrow("still runs 1 job");
    await agent.finish(rewrite);
    await expect(remove(agent)).rejects.toThrow("still reports");
    await expect(removeHost(world.db, "hst_00000000", world.now)).rejects.toThrow("hst_00000000");
  });

  it("removed, it lets go of the jobs that were launched for it, and tells those whose inputs it has", async () => {
    const agent = await world.agent("leaving");
    const id = await world.launch({ hostId: agent.hostId });
    await agent.finish(await agent.lease());
    world.advance(HOST_AWAY_MS + 1);
    const { jobs: told } = await remove(agent);
    expect(told.map((job) => job.name)).toContain("warm-up · seed 1");
    const rows = await world.db.select().from(jobs).where(eq(jobs.ablationId, id));
    const open = rows.filter((job) => job.status === "queued");
    expect(open.map((job) => job.requiredHostId)).toEqual(open.map(() => null));
    const sft = open.find((job) => job.kind === "sft");
    expect(sft?.statusReason).toContain('the result of "rewrite traces" lies on "leaving"');
    expect(await shown(agent)).toBeUndefined();
    // Elsewhere nothing of it can start: the traces are on the disk of the host that left.
    expect(await (await world.agent("other")).tryLease()).toBeNull();
  });

  it("comes back when an agent registers under its name, with the results that lie there", async () => {
    await world.launch();
    const first = await world.agent("comes and goes");
    await first.finish(await first.lease());
    world.advance(HOST_AWAY_MS + 1);
    await remove(first);
    await expect(first.beat()).rejects.toThrow("no host");
    await expect(first.tryLease()).rejects.toThrow("no host");
    const second = await world.agent("comes and goes");
    expect(second.hostId).toBe(first.hostId);
    expect((await shown(second))?.state).toBe("active");
    expect((await second.lease()).spec.kind).toBe("sft");
    expect(await types(second)).toEqual(["returned", "removed", "registered"]);
  });

  it("a job whose checkpoints lie on a removed host begins anew elsewhere", async () => {
    await world.launch();
    const first = await world.agent("lost for good");
    const lease = await first.lease();
    await world.storeCheckpoint(lease, first.hostId);
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    const other = await world.agent("fresh");
    expect(await other.tryLease()).toBeNull();
    await remove(first);
    expect(await other.lease()).toMatchObject({ jobId: lease.jobId, resume: false });
  });

  it("never both gives a lease and pauses: whichever comes first, the other obeys", async () => {
    const agent = await world.agent("raced");
    for (let i = 0; i < 10; i++) {
      await world.launch();
      await world.db.update(hosts).set({ state: "active" }).where(eq(hosts.id, agent.hostId));
      const [leased] = await Promise.all([agent.tryLease(), order(agent, "pause")]);
      expect((await shown(agent))?.state).toBe("paused");
      expect(await agent.tryLease()).toBeNull();
      if (leased) await agent.finish(leased);
    }
  });
});
