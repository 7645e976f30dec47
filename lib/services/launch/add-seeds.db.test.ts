import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { ablations, hosts, jobDependencies, jobs, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { type AddSeedsRequest, ablationSpec, addSeedsRequest, type Lease } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { receiveBatch } from "../ingest/receive-batch";
import { batchOf, evaluation, evaluationItemOf } from "../ingest/testing/batches";
import { JobWorld, smallSpec, type TestAgent } from "../testing/job-world";
import { addSeeds, previewAddSeeds } from "./add-seeds";
import { getLaunchSpec } from "./get-launch-spec";
import { readSeedAdditions } from "./seed-additions";

describe("adding seeds to an ablation", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  beforeEach(() => world.clear());

  const context = (idempotencyKey?: string) => ({
    codeVersion: "test",
    now: world.now,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  });
  const add = (id: string, request: Partial<AddSeedsRequest>, key?: string) =>
    addSeeds(world.db, id, addSeedsRequest.parse(request), context(key));
  const preview = (id: string, request: Partial<AddSeedsRequest>) =>
    previewAddSeeds(world.db, id, addSeedsRequest.parse(request), context());
  const runsOf = (id: string) => world.db.select().from(runs).where(eq(runs.ablationId, id));
  const jobsOf = (id: string) => world.db.select().from(jobs).where(eq(jobs.ablationId, id));

  async function refusal(work: Promise<unknown>): Promise<AppError> {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
    return error;
  }

  /** Runs a lease to its good end; an evaluation tells one question of each benchmark first. */
  async function finish(agent: TestAgent, lease: Lease): Promise<void> {
    if (lease.spec.kind === "evaluate") {
      const benchmark = { title: "Tiny", contentSha256: "0".repeat(64), questions: 1 };
      const told = lease.spec.benchmarks.map((key, i) => ({
        ...evaluation(i + 1, [evaluationItemOf("q1", { correct: true })], true),
        benchmark: { ...benchmark, key },
      }));
      const place = { attemptId: lease.attemptId, target: { jobId: lease.jobId } };
      await receiveBatch(world.db, place, batchOf(lease.attemptId, "evaluations", told));
    }
    await agent.finish(lease);
  }

  /** Runs whatever can be leased to its good end; answers the names in order. */
  async function finishAll(agent: TestAgent): Promise<string[]> {
    const names: string[] = [];
    for (;;) {
      const lease = await agent.tryLease();
      if (!lease) return names;
      names.push(lease.spec.name);
      await finish(agent, lease);
    }
  }

  it("makes the runs and jobs of exactly the stored spec, paired by a warm-up of their own", async () => {
    const id = await world.launch({ seeds: [1, 2] });
    const first = await runsOf(id);
    const { answer, isNew } = await add(id, { seeds: [5, 7] });
    expect(isNew).toBe(true);
    expect(answer).toMatchObject({ id, url: `/ablations/${id}`, runs: 4, jobs: 8 });
    expect(answer.addition).toMatchObject({
      seeds: [5, 7],
      seedsBefore: 2,
      finishedSeeds: 0,
      evaluationsKnown: 0,
      rewrite: "reused",
      codeVersion: "test",
      launchCodeVersion: "test",
    });
    const all = await runsOf(id);
    const old = first.find((run) => run.name === "outcome-only · seed 1");
    const added = all.find((run) => run.name === "outcome-only · seed 7");
    expect(added).toMatchObject({ config: old?.config, armId: old?.armId, codeVersion: "test" });
    expect(all.find((run) => run.id === added?.parentRunId)).toMatchObject({ stage: "sft", seed: 7 });
    expect((await getLaunchSpec(world.db, id)).seeds).toEqual([1, 2, 5, 7]);
    // Nothing that was there has changed.
    for (const run of first) expect(all).toContainEqual(run);
  });

  it("waits for the one rewriting that is there, and runs to the end", async () => {
    const id = await world.launch({ seeds: [1] });
    const agent = await world.agent("one");
    const before = await finishAll(agent);
    expect(before).toContain("rewrite traces");
    await add(id, { seeds: [2] });
    const [rewrite, ...others] = (await jobsOf(id)).filter((job) => job.kind === "rewrite");
    expect(others).toEqual([]);
    const warmUp = (await jobsOf(id)).find((job) => job.name === "warm-up · seed 2");
    const waits = await world.db
      .select()
      .from(jobDependencies)
      .where(eq(jobDependencies.jobId, warmUp?.id ?? ""));
    expect(waits).toEqual([{ jobId: warmUp?.id, dependsOnJobId: rewrite?.id }]);
    const after = await finishAll(agent);
    expect([...after].sort()).toEqual([
      "outcome-only · seed 2",
      "outcome-only · seed 2 · evaluation",
      "warm-up · seed 2",
      "warm-up · seed 2 · evaluation",
    ]);
    expect(new Set(Object.values(await world.statuses(id)))).toEqual(new Set(["succeeded"]));
  });

  it("gives the added warm-up the traces of the first", async () => {
    const id = await world.launch({ seeds: [1] });
    const agent = await world.agent("one");
    const first = await agent.reach("sft");
    await agent.finish(first);
    await add(id, { seeds: [2] });
    const traces = (lease: { spec: unknown }) => Reflect.get(Object(lease.spec), "traces");
    const leases = [await agent.lease({ kinds: ["sft"] })];
    expect(leases[0]?.spec.seed).toBe(2);
    expect(traces(leases[0] ?? { spec: null })).toEqual(traces(first));
  });

  it("writes the traces again where the first rewriting failed, or where that is asked for", async () => {
    const failed = await world.launch({ seeds: [1] });
    const agent = await world.agent("one");
    const lease = await agent.lease();
    await agent.report(lease, { state: "running" });
    await agent.report(lease, { state: "exited", exitCode: 1, drained: true });
    const again = await add(failed, { seeds: [2] });
    expect(again.answer).toMatchObject({ jobs: 5, addition: { rewrite: "again" } });
    expect((await finishAll(agent)).at(0)).toBe("rewrite traces again");
    expect((await world.statuses(failed))["outcome-only · seed 2 · evaluation"]).toBe("succeeded");
    // A third seed learns from the second rewriting, which has a result.
    const third = await add(failed, { seeds: [3] });
    expect(third.answer).toMatchObject({ jobs: 4, addition: { rewrite: "reused" } });
    expect((await add(failed, { seeds: [4], rewrite: "again" })).answer).toMatchObject({
      jobs: 5,
      addition: { rewrite: "again" },
    });
    const seeds = (await jobsOf(failed)).filter((job) => job.kind === "rewrite").map((job) => job.seed);
    expect(seeds).toEqual([1, 1, 1]);
  });

  it("needs no rewriting where nothing warms up", async () => {
    const { arms } = smallSpec();
    const base = arms.flatMap((arm) =>
      arm.training ? [{ ...arm, training: { ...arm.training, start: "base" as const } }] : [],
    );
    const id = await world.launch({ seeds: [1], arms: base, baselineArm: null });
    expect((await add(id, { seeds: [2] })).answer).toMatchObject({ jobs: 2, addition: { rewrite: "none" } });
  });

  it("adds nothing twice: the same seeds, or the same key, get the same answer", async () => {
    const id = await world.launch({ seeds: [1] });
    const first = await add(id, { seeds: [2, 3] });
    expect(await add(id, { seeds: [3, 2] })).toEqual({ answer: first.answer, isNew: false });
    const counted = await add(id, { count: 2 }, "key-of-a-try");
    expect(counted.answer.addition.seeds).toEqual([4, 5]);
    expect(await add(id, { count: 2 }, "key-of-a-try")).toEqual({ answer: counted.answer, isNew: false });
    expect((await refusal(add(id, { count: 3 }, "key-of-a-try"))).code).toBe("conflict");
    const again = await Promise.all([1, 2, 3].map(() => add(id, { seeds: [9] })));
    expect(again.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect((await getLaunchSpec(world.db, id)).seeds).toEqual([1, 2, 3, 4, 5, 9]);
    expect(await runsOf(id)).toHaveLength(12);
  });

  it("keeps additions apart that are made at the same moment", async () => {
    const id = await world.launch({ seeds: [1] });
    await Promise.all([10, 11, 12, 13].map((seed) => add(id, { seeds: [seed] })));
    expect((await getLaunchSpec(world.db, id)).seeds.toSorted((a, b) => a - b)).toEqual([1, 10, 11, 12, 13]);
    const told = await readSeedAdditions(world.db, id);
    expect(told.map((addition) => addition.seedsBefore)).toEqual([1, 2, 3, 4]);
  });

  const tooMany = Array.from({ length: 63 }, (_, i) => i + 100);
  it.each([
    ["a seed of the launch", { seeds: [4, 2] }, "seeds.1", "seed 2 is part"],
    ["more than 64 in all", { seeds: tooMany }, "seeds", "62 more fit"],
    ["more than 64 by count", { count: 63 }, "count", "62 more fit"],
  ])("refuses %s and writes nothing", async (_, request, path, message) => {
    const id = await world.launch({ seeds: [1, 2] });
    for (const work of [() => add(id, request, "a-key-of-a-try"), () => preview(id, request)]) {
      const { code, details } = await refusal(work());
      expect(code).toBe("invalid-request");
      expect(details.fields).toEqual([{ path, message: expect.stringContaining(message) }]);
    }
    expect((await getLaunchSpec(world.db, id)).seeds).toEqual([1, 2]);
    expect(await runsOf(id)).toHaveLength(4);
  });

  it("refuses more than 512 runs, an unknown ablation, and a host that is gone", async () => {
    const arms = smallSpec().arms.flatMap((arm) =>
      Array.from({ length: 15 }, (_, i) => ({ ...arm, key: `${arm.key}-${i}`, name: `${arm.name} ${i}` })),
    );
    const wide = await world.launch({ seeds: [1], arms, baselineArm: null });
    const { details } = await refusal(add(wide, { count: 17 }, "a-key-of-a-try"));
    expect(details.fields).toEqual([
      { path: "count", message: expect.stringContaining("16 more seeds fit") },
    ]);
    expect((await refusal(add("abl_00000000", { seeds: [2] }))).code).toBe("not-found");

    const id = await world.launch({ seeds: [1] });
    const spec = ablationSpec.parse({
      ...(await getLaunchSpec(world.db, id)),
      hostId: "hst_0000000000000000",
    });
    await world.db.update(ablations).set({ spec }).where(eq(ablations.id, id));
    expect((await refusal(add(id, { seeds: [2] }))).details.fields?.[0]?.path).toBe("hostId");
  });

  it("records what was known: finished seeds and complete evaluations", async () => {
    const id = await world.launch({ seeds: [1, 2] });
    const agent = await world.agent("one", { capacity: 8 });
    for (let lease = await agent.tryLease(); lease; lease = await agent.tryLease()) {
      // The last evaluation of seed 2 stays open.
      if (lease.spec.name !== "outcome-only · seed 2 · evaluation") await finish(agent, lease);
    }
    const { warnings, preview: cost, tracesNote } = await preview(id, { count: 1 });
    expect(tracesNote).toContain("on one");
    expect(warnings.join(" ")).toContain("optional stopping");
    expect(cost.runs.map((run) => run.name)).toEqual(["warm-up · seed 3", "outcome-only · seed 3"]);
    expect(cost.totals.wallSeconds).toBeGreaterThan(0);
    const { answer } = await add(id, { seeds: [3] });
    expect(answer.addition).toMatchObject({ seedsBefore: 2, finishedSeeds: 1 });
    expect(answer.addition.evaluationsKnown).toBe(6);
    expect(await readSeedAdditions(world.db, id)).toEqual([answer.addition]);
  });

  it("believes no trainer that says seeds were added", async () => {
    const id = await world.launch({ seeds: [1] });
    await add(id, { seeds: [2] });
    const agent = await world.agent("one");
    for (let lease = await agent.tryLease(); lease; lease = await agent.tryLease()) {
      const place = { attemptId: lease.attemptId, target: { jobId: lease.jobId } };
      const claim = { type: "seeds-added", seq: 1, at: world.now.toISOString(), seeds: [3] };
      await receiveBatch(world.db, place, batchOf(lease.attemptId, "status", [claim]));
      await finish(agent, lease);
    }
    expect((await readSeedAdditions(world.db, id)).map(({ seeds }) => seeds)).toEqual([[2]]);
  });

  it("warns of another code version and of a host that is away, and tells other surroundings afterwards", async () => {
    const id = await world.launch({ seeds: [1] });
    const agent = await world.agent("one");
    await agent.finish(await agent.lease());
    await world.db
      .update(hosts)
      .set({ lastSeenAt: new Date(world.now.getTime() - 3_600_000) })
      .where(eq(hosts.id, agent.hostId));
    const request = addSeedsRequest.parse({ seeds: [2] });
    const told = await previewAddSeeds(world.db, id, request, { codeVersion: "newer", now: world.now });
    expect(told.warnings.join(" ")).toMatch(/Stepwell is newer now.*launched by test.*one is away/);

    await addSeeds(world.db, id, request, { codeVersion: "newer", now: world.now });
    const report = (seed: number, environment: Record<string, string>) =>
      world.db.update(runs).set({ environment }).where(eq(runs.seed, seed));
    await report(1, { torch: "2.0", device: "cpu" });
    await report(2, { torch: "2.1", device: "cpu" });
    const [addition] = await readSeedAdditions(world.db, id);
    expect(addition).toMatchObject({ codeVersion: "newer", launchCodeVersion: "test" });
    expect(addition?.environmentDifferences).toEqual([{ fact: "torch", first: ["2.0"], added: ["2.1"] }]);
  });
});
