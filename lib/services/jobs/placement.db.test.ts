import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { artifactCopies, hostChores, hosts, jobs, storedFiles } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { manifestSha256 } from "@/lib/domain/artifact-manifest";
import { PREFER_HOLDER_MS } from "@/lib/domain/placement";
import { readQueue } from "../queue/read-queue";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { reconcile } from "./reconcile";

const FILES = [{ path: "model.bin", bytes: 1000, sha256: "a".repeat(64) }];

/** A warm-up that ended on host x, a training that needs it, and host y that asks for a job. */
describe("where a job is leased", () => {
  const world = new JobWorld(useTestDatabase());
  beforeEach(async () => {
    await world.clear();
    await world.db.update(hosts).set({ state: "removed", sharedStorage: null });
    await world.db.delete(hostChores);
    await world.db.delete(storedFiles);
    await world.db.delete(artifactCopies);
  });

  interface Scene {
    x: TestAgent;
    y: TestAgent;
    /** What the warm-up's result feeds. */
    ids: { grpo: string; evaluate: string };
  }
  async function scene(required: "x" | "y" | null = null): Promise<Scene> {
    await world.launch();
    const x = await world.agent("x");
    const warmUp = await x.reach("sft");
    await x.finish(warmUp);
    const artifact = { path: `${warmUp.spec.outputDir}/final`, checkpointId: null, files: FILES };
    await world.db
      .update(jobs)
      .set({ output: { artifact, trainStep: 3 } })
      .where(eq(jobs.id, warmUp.jobId));
    const y = await world.agent("y");
    if (required) {
      const requiredHostId = (required === "x" ? x : y).hostId;
      await world.db.update(jobs).set({ requiredHostId }).where(eq(jobs.status, "queued"));
    }
    const queued = await world.db.select().from(jobs).where(eq(jobs.status, "queued"));
    // The evaluation of the warm-up itself, which needs nothing else.
    const id = (kind: string) => queued.find((job) => job.kind === kind && job.armId === null)?.id ?? "";
    return {
      x,
      y,
      ids: { grpo: queued.find(({ kind }) => kind === "grpo")?.id ?? "", evaluate: id("evaluate") },
    };
  }
  const ways: Record<string, (scene: Scene) => Promise<unknown>> = {
    none: async () => {},
    shared: () => world.db.update(hosts).set({ sharedStorage: "nfs" }),
    copy: ({ y }) =>
      world.db
        .insert(artifactCopies)
        .values({ manifestSha256: manifestSha256(FILES), hostId: y.hostId, path: "/c", bytes: 1000 }),
    store: () => world.db.insert(storedFiles).values({ sha256: FILES[0]?.sha256 ?? "", bytes: 1000 }),
  };
  const takes = async (agent: TestAgent, kind: "grpo" | "evaluate") =>
    (await agent.tryLease({ kinds: [kind] }))?.spec.kind === kind;

  it.each([
    // way, required, kind, y takes it at once, y takes it after a while
    ["none", null, "grpo", false, false],
    ["none", "y", "grpo", false, false],
    ["none", "x", "grpo", false, false],
    ["none", null, "evaluate", false, false],
    ["shared", null, "grpo", true, true],
    ["shared", "y", "evaluate", true, true],
    ["shared", "x", "grpo", false, false],
    ["copy", null, "grpo", true, true],
    ["copy", "y", "grpo", true, true],
    ["copy", null, "evaluate", true, true],
    ["store", null, "grpo", false, true],
    ["store", "y", "grpo", true, true],
    ["store", "y", "evaluate", true, true],
    ["store", "x", "grpo", false, false],
    ["store", null, "evaluate", false, false],
  ] as const)("its input by %s, launched for %s: a %s", async (way, required, kind, atOnce, later) => {
    const all = await scene(required);
    await ways[way]?.(all);
    expect(await takes(all.y, kind)).toBe(atOnce);
    if (atOnce) return;
    world.advance(PREFER_HOLDER_MS);
    await all.x.beat();
    await all.y.beat();
    expect(await takes(all.y, kind)).toBe(later);
  });

  it("asks the host that holds it to send what another needs, once, and says so in the queue", async () => {
    const { x, y, ids } = await scene("y");
    await reconcile(world.db, world.now);
    await reconcile(world.db, world.now);
    const { chores } = await x.beat();
    expect(chores).toMatchObject([{ kind: "upload", artifact: { files: FILES } }]);
    expect((await y.beat()).chores).toEqual([]);
    const waits = async () => {
      const { queued } = await readQueue(world.db, {}, world.now);
      return queued.find(({ id }) => id === ids.grpo)?.wait;
    };
    expect(await waits()).toMatchObject({
      code: "copying",
      sentence: 'the result of "warm-up · seed 1" is being copied from x (0 B of 1000 B)',
    });
    expect((await y.ask({ kinds: ["grpo"] })).reason).toBe("no queued job can run on y now");
    await ways.store?.({ x, y, ids });
    expect((await waits())?.code).toBe("next");
    expect(await takes(y, "grpo")).toBe(true);
  });

  it("sends nothing while the host that holds it takes jobs, and at once when it is paused", async () => {
    const { x, y } = await scene();
    await reconcile(world.db, world.now);
    expect((await x.beat()).chores).toEqual([]);
    await world.db.update(hosts).set({ state: "paused" }).where(eq(hosts.id, x.hostId));
    await reconcile(world.db, world.now);
    expect((await x.beat()).chores).toHaveLength(1);
    await world.db.insert(storedFiles).values({ sha256: FILES[0]?.sha256 ?? "", bytes: 1000 });
    expect(await takes(y, "evaluate")).toBe(true);
  });

  it("hands on a checkpoint of the job's own that another host wrote, if it can be had", async () => {
    const { x, y } = await scene();
    const first = await x.lease({ kinds: ["grpo"] });
    await world.storeCheckpoint(first, x.hostId);
    await x.report(first, { state: "gone" });
    await world.db.update(hosts).set({ state: "paused" }).where(eq(hosts.id, x.hostId));
    await world.db.insert(storedFiles).values({ sha256: FILES[0]?.sha256 ?? "", bytes: 1000 });
    // Nothing is known of that checkpoint's files: it can only go on where it lies.
    expect(await takes(y, "grpo")).toBe(false);
    await world.db.execute(
      `update checkpoints set artifact = jsonb_set(artifact, '{files}', '${JSON.stringify(FILES)}')`,
    );
    const lease = await y.lease({ kinds: ["grpo"] });
    expect(lease).toMatchObject({
      jobId: first.jobId,
      resume: true,
      resumeFrom: { path: `${first.spec.outputDir}/1`, files: FILES },
    });
  });

  it("begins anew elsewhere where the only host with a checkpoint was removed", async () => {
    const { x, y } = await scene();
    await ways.copy?.({ x, y, ids: { grpo: "", evaluate: "" } });
    const first = await x.lease({ kinds: ["grpo"] });
    await world.storeCheckpoint(first, x.hostId);
    await x.report(first, { state: "gone" });
    expect(await takes(y, "grpo")).toBe(false);
    await world.db.update(hosts).set({ state: "removed" }).where(eq(hosts.id, x.hostId));
    const lease = await y.lease({ kinds: ["grpo"] });
    expect([lease.resume, lease.resumeFrom]).toEqual([false, undefined]);
  });
});
