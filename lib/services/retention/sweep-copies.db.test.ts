import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { copyHosts } from "@/db/queries/artifacts";
import { artifactCopies, checkpoints, hostChores, hosts, jobs, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import type { Lease } from "@/lib/contracts";
import { manifestSha256 } from "@/lib/domain/artifact-manifest";
import { newId } from "@/lib/domain/ids";
import { exchangeChores } from "../chores/exchange-chores";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { sweepCopies } from "./sweep-copies";

const DAY_MS = 86_400_000;
const sumOf = (text: string) => createHash("sha256").update(text).digest("hex");

describe("copies that hosts fetched", () => {
  const world = new JobWorld(useTestDatabase());
  let one: TestAgent;
  let two: TestAgent;
  let lease: Lease;
  beforeEach(async () => {
    await world.clear();
    await world.db.delete(hostChores);
    await world.db.delete(artifactCopies);
    await world.db.update(hosts).set({ state: "removed" });
    await world.launch();
    [one, two] = [await world.agent("one"), await world.agent("two")];
    lease = await one.reach("sft");
  });

  const artifactOf = (text: string) => ({
    path: `/data/one/jobs/job_x/checkpoints/${text}`,
    checkpointId: null,
    files: [{ path: "model.bin", bytes: 10, sha256: sumOf(text) }],
  });
  const copyOf = (text: string) => {
    const manifest = manifestSha256(artifactOf(text).files);
    return { manifestSha256: manifest, path: `/data/two/artifacts/${manifest}`, bytes: 10 };
  };
  const fetched = (...texts: string[]) =>
    exchangeChores(world.db, two.hostId, { chores: [], copies: texts.map(copyOf) }, world.now);
  const due = () => exchangeChores(world.db, two.hostId, { chores: [] }, world.now);
  const copies = () => world.db.select().from(artifactCopies);
  async function write(text: string): Promise<string> {
    const id = newId("checkpoint");
    await world.db.insert(checkpoints).values({
      ...{ id, runId: lease.spec.runId ?? "", jobId: lease.jobId, attemptId: lease.attemptId },
      ...{ hostId: one.hostId, trainStep: 1, final: false, artifact: artifactOf(text), bytes: 10 },
    });
    return id;
  }
  const endAll = () => world.db.update(jobs).set({ status: "succeeded", endedAt: world.now });

  it("are deleted a day after the last job that reads them has ended, and no longer counted on", async () => {
    await write("own");
    await fetched("own");
    expect(await sweepCopies(world.db, world.advance(2 * DAY_MS))).toBe(0);
    await endAll();
    expect(await sweepCopies(world.db, world.advance(DAY_MS / 2))).toBe(0);
    expect(await sweepCopies(world.db, world.advance(DAY_MS))).toBe(1);
    expect(await sweepCopies(world.db, world.now)).toBe(0);
    const { manifestSha256: manifest, path } = copyOf("own");
    expect(await copyHosts(world.db, [manifest])).toEqual(new Map());
    const [chore] = await due();
    expect(chore).toMatchObject({ kind: "delete", artifact: { path, files: [] } });
    const report = { id: chore?.id ?? "", ok: true, detail: "", bytes: 10 };
    expect(await exchangeChores(world.db, two.hostId, { chores: [report] }, world.now)).toEqual([]);
    expect(await copies()).toEqual([]);
  });

  it("stay for a day after they were fetched, even if nothing is known of who reads them", async () => {
    await fetched("stranger");
    expect(await sweepCopies(world.db, world.advance(DAY_MS - 1))).toBe(0);
    expect(await sweepCopies(world.db, world.advance(1))).toBe(1);
  });

  it("stay for what waits on a result, for forks that have not ended, and where nothing else is left", async () => {
    const forkedFrom = await write("forked");
    await world.db.update(runs).set({ forkedFrom }).where(eq(runs.stage, "grpo"));
    await world.db
      .update(jobs)
      .set({ output: { artifact: artifactOf("result"), trainStep: 3 }, status: "succeeded" })
      .where(eq(jobs.id, lease.jobId));
    await fetched("forked", "result", "stranger");
    expect(await sweepCopies(world.db, world.advance(2 * DAY_MS))).toBe(1);
    await endAll();
    world.advance(2 * DAY_MS);
    await world.db.update(hosts).set({ state: "removed" }).where(eq(hosts.id, one.hostId));
    expect(await sweepCopies(world.db, world.now)).toBe(0);
    await world.db.update(hosts).set({ state: "active" }).where(eq(hosts.id, one.hostId));
    expect(await sweepCopies(world.db, world.now)).toBe(2);
  });

  it("stay if a job needs them again before they are gone", async () => {
    await write("own");
    await endAll();
    await fetched("own");
    expect(await sweepCopies(world.db, world.advance(2 * DAY_MS))).toBe(1);
    await world.db.update(jobs).set({ status: "queued", endedAt: null }).where(eq(jobs.id, lease.jobId));
    expect(await sweepCopies(world.db, world.now)).toBe(0);
    expect(await due()).toEqual([]);
    expect(await copies()).toHaveLength(1);
  });

  it("of a removed host nobody is asked to delete", async () => {
    await fetched("stranger");
    await world.db.update(hosts).set({ state: "removed" }).where(eq(hosts.id, two.hostId));
    expect(await sweepCopies(world.db, world.advance(2 * DAY_MS))).toBe(0);
  });
});
