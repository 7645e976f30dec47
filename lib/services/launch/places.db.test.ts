import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { checkpoints, jobs, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { type AblationSpec, LAUNCH_DEFAULTS, type Place } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { removeHost } from "../hosts/control-host";
import { JobWorld, smallSpec } from "../testing/job-world";
import { addSeeds } from "./add-seeds";
import { getLaunchSpec } from "./get-launch-spec";
import { previewLaunch } from "./preview-launch";

describe("a launch over several hosts", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  beforeEach(() => world.clear());

  const jobsOf = (id: string) => world.db.select().from(jobs).where(eq(jobs.ablationId, id));
  const placesOf = async (id: string) =>
    new Map(
      (await jobsOf(id)).map(
        (job) => [job.name, { hostId: job.requiredHostId, launch: job.launch }] as const,
      ),
    );

  async function threeHosts() {
    const here = await world.agent("here", { capacity: 2 });
    const slurm = await world.agent("cluster", { launcher: "slurm", capacity: 4 });
    const ray = await world.agent("ray-head", { launcher: "ray" });
    return { here, slurm, ray };
  }

  /** Warm-ups here, trainings on Slurm, `outcome-only` on Ray. */
  async function spread(): Promise<{
    hosts: Awaited<ReturnType<typeof threeHosts>>;
    changes: Partial<AblationSpec>;
    where: Record<"here" | "slurm" | "ray", Place>;
  }> {
    const hosts = await threeHosts();
    const where = {
      here: { hostId: hosts.here.hostId, launch: {} },
      slurm: { hostId: hosts.slurm.hostId, launch: { partition: "gpu", time: "2:00:00", gres: "gpu:1" } },
      ray: { hostId: hosts.ray.hostId, launch: { resources: { gpus: 1, custom: {} } } },
    };
    const [sft, outcome] = smallSpec().arms;
    if (!sft || !outcome) throw new Error("the small launch has two arms");
    const changes = {
      places: { ...LAUNCH_DEFAULTS.places, warmUp: where.here, training: where.slurm },
      arms: [sft, { ...outcome, place: where.ray }, { ...outcome, key: "again", name: "again" }],
      retry: { limit: 2, backoffSeconds: 10 },
    };
    return { hosts, changes, where };
  }

  it("stores for every job where it runs, what its launcher is told, and how often it is tried again", async () => {
    const { changes, where } = await spread();
    const id = await world.launch(changes);
    expect(await placesOf(id)).toEqual(
      new Map([
        ["rewrite traces", where.here],
        ["warm-up · seed 1", where.here],
        ["warm-up · seed 1 · evaluation", where.here],
        ["outcome-only · seed 1", where.ray],
        ["outcome-only · seed 1 · evaluation", where.ray],
        ["again · seed 1", where.slurm],
        ["again · seed 1 · evaluation", where.slurm],
      ]),
    );
    expect(new Set((await jobsOf(id)).map((job) => job.retryLimit))).toEqual(new Set([2]));
  });

  it("gives a job to its host alone, with its launcher's settings in the order", async () => {
    const { hosts } = await spread();
    const launch = { partition: "gpu", extra: { nice: "5" } };
    await world.launch({
      places: { ...LAUNCH_DEFAULTS.places, warmUp: { hostId: hosts.slurm.hostId, launch } },
    });
    expect(await hosts.here.tryLease()).toBeNull();
    expect(await hosts.ray.tryLease()).toBeNull();
    expect((await hosts.slurm.lease()).spec).toMatchObject({ kind: "rewrite", launch });
  });

  it("sends added seeds to the same places, and opens again with them", async () => {
    const { changes, where } = await spread();
    const id = await world.launch(changes);
    await addSeeds(world.db, id, { count: 1, rewrite: "reuse" }, { codeVersion: "test", now: world.now });
    const places = await placesOf(id);
    expect(places.get("warm-up · seed 2")).toEqual(where.here);
    expect(places.get("outcome-only · seed 2")).toEqual(where.ray);
    expect(places.get("again · seed 2 · evaluation")).toEqual(where.slurm);
    const spec = await getLaunchSpec(world.db, id);
    expect(spec).toMatchObject({ places: changes.places, arms: changes.arms, retry: changes.retry });
  });

  it("tells no other launcher what was meant for a host that is removed", async () => {
    const { hosts, changes } = await spread();
    const id = await world.launch(changes);
    world.advance(10 * 60_000);
    await removeHost(world.db, hosts.slurm.hostId, world.now);
    const left = await placesOf(id);
    expect(left.get("again · seed 1")).toEqual({ hostId: null, launch: {} });
    expect(left.get("outcome-only · seed 1")).toMatchObject({ hostId: hosts.ray.hostId });
  });

  it("keeps what its trainings were forked from", async () => {
    const agent = await world.agent("here");
    await world.launch();
    await agent.finish(await agent.lease({ kinds: ["rewrite"] }));
    const warmUp = await agent.lease({ kinds: ["sft"] });
    await world.storeCheckpoint(warmUp, agent.hostId, 3);
    const [stored] = await world.db.select().from(checkpoints).where(eq(checkpoints.jobId, warmUp.jobId));
    const forkedFrom = stored?.id ?? "";
    const [, outcome] = smallSpec().arms;
    if (!outcome?.training) throw new Error("outcome-only trains");
    const arm = { ...outcome, training: { ...outcome.training, start: "checkpoint" as const } };
    const id = await world.launch({ forkedFrom, arms: [arm], baselineArm: null });
    const forked = await world.db.select().from(runs).where(eq(runs.ablationId, id));
    expect(forked.map((run) => [run.stage, run.forkedFrom])).toEqual([["grpo", forkedFrom]]);
  });

  it("shows before launching which host does what, and what it has to be sent", async () => {
    const { changes } = await spread();
    const told = await previewLaunch(world.db, smallSpec(changes), world.now);
    expect(told.hosts.map(({ name, launcher, jobs, capacity }) => [name, launcher, jobs, capacity])).toEqual([
      ["cluster", "slurm", 2, 4],
      ["here", "local", 3, 2],
      ["ray-head", "ray", 2, 1],
    ]);
    const seconds = told.hosts.reduce((sum, host) => sum + host.seconds, 0);
    expect(seconds).toBeCloseTo(told.totals.jobSeconds);
    expect(told.totals).toMatchObject({ capacity: 7, capacitySource: "hosts" });
    expect(told.notes).toContain("1 checkpoint of a warm-up is copied from here to cluster.");
    expect(told.disk.map(({ stage, runs, bytesEach }) => [stage, runs, bytesEach])).toEqual([
      ["sft", 1, null],
      ["grpo", 2, null],
    ]);
    world.advance(10 * 60_000);
    const later = await previewLaunch(world.db, smallSpec(changes), world.now);
    expect(later.notes).toContain("cluster does not report: 2 jobs would wait for it.");
  });

  it("measures what earlier launches left behind", async () => {
    const agent = await world.agent("here");
    await world.launch();
    await agent.finish(await agent.lease({ kinds: ["rewrite"] }));
    const warmUp = await agent.lease({ kinds: ["sft"] });
    await agent.finish(warmUp);
    const bytes = 4096;
    await world.db.insert(checkpoints).values({
      id: newId("checkpoint"),
      runId: warmUp.spec.runId ?? "",
      jobId: warmUp.jobId,
      attemptId: warmUp.attemptId,
      hostId: agent.hostId,
      trainStep: 3,
      final: true,
      artifact: { path: "/data/here/c", checkpointId: null, files: [] },
      bytes,
      createdAt: world.now,
    });
    const told = await previewLaunch(world.db, smallSpec(), world.now);
    expect(told.disk[0]).toMatchObject({ stage: "sft", bytesEach: bytes, source: "measured" });
  });
});
