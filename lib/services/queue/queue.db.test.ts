import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { type QueueQuery, queueView } from "@/lib/contracts";
import { HOST_AWAY_MS } from "@/lib/domain/lease-times";
import { orderHost } from "../hosts/control-host";
import { retryJob } from "../runs-control/retry";
import { JobWorld } from "../testing/job-world";
import { moveJob } from "./move-job";
import { readQueue } from "./read-queue";

describe("the queue", () => {
  const world = new JobWorld(useTestDatabase());
  beforeEach(() => world.clear());

  const read = async (query: QueueQuery = {}) => queueView.parse(await readQueue(world.db, query, world.now));
  const names = async (query: QueueQuery = {}) => (await read(query)).queued.map((job) => job.name);
  const named = async (name: string) => {
    const found = (await read()).queued.find((job) => job.name === name);
    if (!found) throw new Error(`${name} is not queued`);
    return found;
  };
  const move = (id: string, to: Parameters<typeof moveJob>[2]) => moveJob(world.db, id, to, world.now);

  it("stands in the order in which jobs are handed out, and says why each waits", async () => {
    await world.launch({ seeds: [1, 2] });
    const agent = await world.agent("line", { capacity: 1 });
    expect((await read()).queued[0]).toMatchObject({
      name: "rewrite traces",
      place: 1,
      wait: { code: "next", sentence: "line has a free place for it" },
      dependents: (await read()).total - 1,
    });
    await agent.finish(await agent.lease());
    const [first, second] = (await read()).queued;
    expect(first?.wait.sentence).toBe(
      'the result of "rewrite traces" lies on line, which has a free place for it',
    );
    expect(second?.wait.code).toBe("capacity");
    const last = (await read()).queued.at(-1);
    expect(last?.wait).toMatchObject({ code: "dependency", jobs: [{ status: "queued" }] });
    for (;;) {
      const expected = (await read()).queued.find((job) => job.wait.code === "next")?.name;
      const lease = await agent.tryLease();
      expect(lease?.spec.name).toBe(expected);
      if (!lease) break;
      await agent.finish(lease);
    }
    expect(await read()).toMatchObject({ queued: [], running: [], total: 0 });
  });

  it("shows what runs, where, and what is expected of the rest", async () => {
    await world.launch();
    const agent = await world.agent("shown", { capacity: 1 });
    const rewrite = await agent.lease();
    await agent.report(rewrite, { state: "running", pid: 1, engineState: "RUNNING on node7" });
    const { running, queued } = await read();
    expect(running).toMatchObject([
      { id: rewrite.jobId, hostName: "shown", status: "running", engineState: "RUNNING on node7" },
    ]);
    const ends = running[0]?.estimate.endsAt ?? "";
    expect(Date.parse(ends)).toBeGreaterThan(world.now.getTime());
    expect(queued[0]).toMatchObject({ estimate: { startsAt: ends, source: "assumed" } });
    const starts = queued.map((job) => Date.parse(job.estimate.startsAt ?? ""));
    expect([...starts].sort((a, b) => a - b)).toEqual(starts);
    world.advance(HOST_AWAY_MS + 1);
    expect((await read()).running[0]?.estimate.endsAt).toBeNull();
    const away = (await read()).queued;
    expect(away.map((job) => job.estimate.startsAt)).toEqual(away.map(() => null));
  });

  it("says that hosts are paused, and knows no start then", async () => {
    await world.launch();
    const agent = await world.agent("resting");
    await orderHost(world.db, agent.hostId, "pause", world.now);
    const job = await named("rewrite traces");
    expect(job.wait.sentence).toContain("resting is paused");
    expect(job.estimate).toMatchObject({ startsAt: null, endsAt: null });
  });

  it("a moved job is handed out first, with what it waits for", async () => {
    await world.launch({ name: "old" });
    world.advance(1000);
    const newer = await world.launch({ name: "new" });
    const agent = await world.agent("mover", { capacity: 9 });
    const last = (await read({ ablation: newer })).queued.at(-1);
    const answer = await move(last?.id ?? "", { to: "top" });
    expect(answer.moved.map((job) => job.name)).toEqual(
      expect.arrayContaining(["rewrite traces", last?.name]),
    );
    const { queued } = await read();
    expect(queued.slice(0, answer.moved.length).map((job) => [job.id, job.moved])).toEqual(
      answer.moved.map((job) => [job.id, true]),
    );
    expect(answer.place).toBe(answer.moved.length);
    expect((await agent.lease()).spec.ablationId).toBe(newer);
  });

  it("moves beside another job, back to its launch order, and forgets a place at a retry", async () => {
    await world.launch({ seeds: [1, 2, 3] });
    const before = await names();
    const [first, second, third] = (await read()).queued;
    await move(third?.id ?? "", { to: "before", job: second?.id ?? "" });
    expect((await names()).slice(0, 3)).toEqual([first?.name, third?.name, second?.name]);
    await move(third?.id ?? "", { to: "launch-order" });
    expect(await names()).toEqual(before);
    expect((await read()).queued.some((job) => job.moved)).toBe(false);
    await move(second?.id ?? "", { to: "top" });
    await world.cancel(second?.id ?? "");
    await retryJob(world.db, second?.id ?? "", world.now);
    expect(await names()).toEqual(before);
  });

  it("refuses to move what is not queued, or beside what is not", async () => {
    await world.launch();
    const agent = await world.agent("strict");
    const lease = await agent.lease();
    const [first] = (await read()).queued;
    await expect(move(lease.jobId, { to: "top" })).rejects.toThrow("only queued jobs have a place");
    await expect(move("job_00000000", { to: "top" })).rejects.toThrow("job_00000000");
    await expect(move(first?.id ?? "", { to: "after", job: lease.jobId })).rejects.toThrow("cannot stand");
  });

  it("is one order, however many people move at once while agents lease", async () => {
    await world.launch({ seeds: [1, 2, 3, 4] });
    const agent = await world.agent("crowd", { capacity: 8 });
    await agent.finish(await agent.lease());
    const all = (await read()).queued;
    const results = await Promise.allSettled([
      ...all.map((job) => move(job.id, { to: "top" })),
      agent.tryLease(),
      agent.tryLease(),
    ]);
    const leases = results.slice(-2).map((one) => (one.status === "fulfilled" ? one.value : null));
    expect(leases.every((one) => one !== null)).toBe(true);
    const { queued, total } = await read();
    expect(total).toBe(all.length - 2);
    expect(new Set(queued.map((job) => job.id)).size).toBe(total);
  });

  it("is filtered by ablation and by the host that may take a job", async () => {
    const one = await world.agent("one");
    const two = await world.agent("two");
    const bound = await world.launch({ hostId: one.hostId });
    const free = await world.launch();
    const { total } = await read();
    expect(await read({ ablation: bound })).toMatchObject({ matching: total / 2, total });
    expect(new Set((await read({ host: two.hostId })).queued.map((job) => job.ablationId))).toEqual(
      new Set([free]),
    );
    expect((await read({ host: one.hostId })).matching).toBe(total);
  });
});
