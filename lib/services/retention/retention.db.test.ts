import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { checkpoints, hostChores, hosts, jobs, runs, storedFiles } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { AppError } from "@/lib/domain/errors";
import { newId } from "@/lib/domain/ids";
import { useTestHome } from "@/lib/server/testing/home";
import { storeFile } from "../artifacts/stored-files";
import { sweepStore } from "../artifacts/sweep-store";
import { exchangeChores } from "../chores/exchange-chores";
import { ingestBatch } from "../ingest/ingest-batch";
import { parseBatch } from "../ingest/parse-batch";
import { AT, batchOf } from "../ingest/testing/batches";
import { retryJob } from "../runs-control/retry";
import { JobWorld, smallSpec, type TestAgent } from "../testing/job-world";
import { applyRetention } from "./apply-retention";
import { deleteCheckpoint, pinCheckpoint } from "./order-checkpoint";
import { readCheckpoints } from "./read-checkpoints";
import { setRetention } from "./set-retention";
import { uploadByRule } from "./upload-by-rule";

const sumOf = (text: string) => createHash("sha256").update(text).digest("hex");

describe("which checkpoints stay", () => {
  const world = new JobWorld(useTestDatabase());
  useTestHome();
  beforeEach(async () => {
    await world.clear();
    await world.db.delete(hostChores);
    await world.db.delete(storedFiles);
  });

  const rule = (changes: object) => ({
    keepLast: null,
    keepEvery: null,
    upload: "results" as const,
    ...changes,
  });
  const artifactOf = (step: number, dataDir = "/data/one") => ({
    path: `${dataDir}/jobs/job_x/checkpoints/checkpoint-${step}`,
    checkpointId: null,
    files: [{ path: "model.bin", bytes: 10, sha256: sumOf(`step ${step}`) }],
  });
  type Lease = Awaited<ReturnType<TestAgent["lease"]>>;
  async function write(agent: TestAgent, lease: Lease, steps: number[], final = false): Promise<string[]> {
    const runId = lease.spec.runId ?? "";
    const rows = steps.map((trainStep) => ({
      id: newId("checkpoint"),
      ...{ runId, jobId: lease.jobId, attemptId: lease.attemptId, hostId: agent.hostId, trainStep, final },
      ...{ artifact: artifactOf(trainStep), bytes: 10 },
    }));
    await world.db.insert(checkpoints).values(rows);
    return rows.map(({ id }) => id);
  }
  async function training(
    retention: object,
  ): Promise<{ agent: TestAgent; lease: Lease; ablationId: string }> {
    const ablationId = await world.launch({ retention: rule(retention) });
    const agent = await world.agent("one");
    return { agent, lease: await agent.reach("sft"), ablationId };
  }
  async function states(lease: Lease): Promise<string[]> {
    const view = await readCheckpoints(world.db, lease.spec.runId ?? "");
    return (view?.checkpoints ?? []).map(({ trainStep, state }) => `${trainStep} ${state}`);
  }
  /** Transactions that wait for another one's lock. */
  async function waiting(): Promise<number> {
    const rows = await world.db.execute(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    return rows.length;
  }
  const chores = () => world.db.select().from(hostChores).orderBy(hostChores.createdAt, hostChores.id);

  it("is what the rule keeps, what is pinned, and what a run was forked from; hosts delete the rest", async () => {
    const { agent, lease } = await training({ keepLast: 2, keepEvery: 40 });
    const ids = await write(agent, lease, [10, 20, 30, 40, 50, 60]);
    await pinCheckpoint(world.db, ids[0] ?? "", true, world.now);
    await world.db
      .update(runs)
      .set({ forkedFrom: ids[1] ?? "" })
      .where(eq(runs.stage, "grpo"));
    expect(await applyRetention(world.db, world.now)).toBe(1);
    expect(await states(lease)).toEqual([
      ...["60 kept", "50 kept", "40 kept", "30 deleting", "20 kept", "10 kept"],
    ]);
    // A second look asks for nothing more.
    expect(await applyRetention(world.db, world.now)).toBe(0);
    const { chores: open } = await agent.beat();
    expect(open).toMatchObject([{ kind: "delete", artifact: { path: artifactOf(30).path } }]);
    const report = { id: open[0]?.id ?? "", ok: true, detail: "", bytes: 10 };
    expect(await exchangeChores(world.db, agent.hostId, { chores: [report] }, world.now)).toEqual([]);
    expect((await states(lease))[3]).toBe("30 deleted");
  });

  it("never goes below the checkpoint that a training goes on from, whatever is asked", async () => {
    const { agent, lease, ablationId } = await training({ keepLast: 1 });
    const [old, newest] = await write(agent, lease, [10, 20]);
    await setRetention(world.db, ablationId, { keepLast: 1 }, world.now);
    expect(await states(lease)).toEqual(["20 kept", "10 deleting"]);
    await expect(deleteCheckpoint(world.db, newest ?? "", world.now)).rejects.toThrow(
      /its training goes on from it/,
    );
    expect((await deleteCheckpoint(world.db, old ?? "", world.now)).state).toBe("deleting");
    await expect(pinCheckpoint(world.db, old ?? "", true, world.now)).rejects.toThrow(AppError);
    await expect(deleteCheckpoint(world.db, "ckp_00000000", world.now)).rejects.toThrow(/no checkpoint/);
  });

  it("keeps the newest of a training that began anew, whatever an older one reached on a removed host", async () => {
    const { agent, lease } = await training({ keepLast: 1 });
    await write(agent, lease, [10, 20, 30]);
    await world.db.update(hosts).set({ state: "removed" }).where(eq(hosts.id, agent.hostId));
    const other = await world.agent("two");
    await write(other, lease, [5, 15]);
    expect(await applyRetention(world.db, world.now)).toBe(3);
    expect(await states(lease)).toEqual([
      ...["30 kept", "20 deleted", "15 kept", "10 deleted", "5 deleting"],
    ]);
  });

  it("keeps what somebody pins while the rule is being applied", async () => {
    const { agent, lease } = await training({ keepLast: 1 });
    const [old = ""] = await write(agent, lease, [10, 20]);
    let applied: Promise<number> | null = null;
    await world.db.transaction(async (tx) => {
      await tx.update(checkpoints).set({ pinnedAt: world.now }).where(eq(checkpoints.id, old));
      // It has seen the checkpoint unpinned, and waits for this transaction.
      applied = applyRetention(world.db, world.now);
      await expect.poll(waiting).toBeGreaterThan(0);
    });
    expect(await applied).toBe(0);
    expect(await states(lease)).toEqual(["20 kept", "10 kept"]);
    expect(await chores()).toEqual([]);
  });

  it("lets a rule and a person delete at the same time, without waiting for each other for ever", async () => {
    const { agent, lease } = await training({ keepLast: 1 });
    for (let step = 10; step < 100; step += 10) {
      const [id = ""] = await write(agent, lease, [step, step + 1]);
      const [state] = await Promise.all([
        deleteCheckpoint(world.db, id, world.now),
        applyRetention(world.db, world.now),
        applyRetention(world.db, world.now),
      ]);
      expect(state).toMatchObject({ id, state: "deleting" });
    }
    const asked = (await chores()).map(({ subject }) => subject);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("keeps a result that a job still reads, and says which", async () => {
    const { agent, lease } = await training({});
    const [id = ""] = await write(agent, lease, [3], true);
    await agent.finish(lease);
    const output = { artifact: { ...artifactOf(3), checkpointId: id }, trainStep: 3 };
    await world.db.update(jobs).set({ output }).where(eq(jobs.id, lease.jobId));
    await expect(deleteCheckpoint(world.db, id, world.now)).rejects.toThrow(/still reads it/);
    await pinCheckpoint(world.db, id, true, world.now);
    await world.db.update(jobs).set({ status: "succeeded" });
    await expect(deleteCheckpoint(world.db, id, world.now)).rejects.toThrow(/pinned: unpin it first/);
    await pinCheckpoint(world.db, id, false, world.now);
    expect((await deleteCheckpoint(world.db, id, world.now)).state).toBe("deleting");
  });

  describe("where a later attempt has written into the same folder", () => {
    async function again(agent: TestAgent, lease: Lease): Promise<Lease> {
      await agent.report(lease, { state: "exited", exitCode: 1, drained: true });
      await retryJob(world.db, lease.jobId, world.now);
      return agent.lease({ kinds: ["sft"] });
    }

    it("deletes the older checkpoint without its files, for they are the newer one's", async () => {
      const { agent, lease } = await training({});
      const [old = ""] = await write(agent, lease, [10, 20]);
      const second = await again(agent, lease);
      const [newer = ""] = await write(agent, second, [10, 20]);
      expect((await deleteCheckpoint(world.db, old, world.now)).state).toBe("deleted");
      expect(await chores()).toEqual([]);
      expect((await deleteCheckpoint(world.db, newer, world.now)).state).toBe("deleting");
      expect((await chores()).map(({ subject }) => subject)).toEqual([`checkpoint:${newer}`]);
    });

    it("gives up a deletion that its host has not done yet", async () => {
      const { agent, lease } = await training({});
      const [old = ""] = await write(agent, lease, [10, 20]);
      expect((await deleteCheckpoint(world.db, old, world.now)).state).toBe("deleting");
      const second = await again(agent, lease);
      const event = {
        type: "artifact",
        kind: "checkpoint",
        trainStep: 10,
        artifact: artifactOf(10),
        bytes: 10,
      };
      await ingestBatch(
        world.db,
        parseBatch(batchOf(second.attemptId, "status", [{ ...event, seq: 1, at: AT, final: false }])),
      );
      expect((await agent.beat()).chores).toEqual([]);
      expect(await states(lease)).toEqual(["20 kept", "10 kept", "10 deleted"]);
    });
  });

  it("tries a deletion that failed again, later each time, and says why it failed", async () => {
    const { agent, lease } = await training({});
    const [id = ""] = await write(agent, lease, [10, 20]);
    await deleteCheckpoint(world.db, id, world.now);
    const [chore] = (await agent.beat()).chores;
    const failed = { id: chore?.id ?? "", ok: false, detail: "read-only \u0000 file system", bytes: 0 };
    const again = (ms: number, reports: (typeof failed)[] = []) =>
      exchangeChores(world.db, agent.hostId, { chores: reports }, world.advance(ms));
    expect(await again(0, [failed])).toEqual([]);
    expect(await again(15_000)).toHaveLength(1);
    expect(await again(0, [failed])).toEqual([]);
    expect(await again(15_000)).toEqual([]);
    expect(await again(15_000)).toHaveLength(1);
    const view = await readCheckpoints(world.db, lease.spec.runId ?? "");
    expect(view?.checkpoints.find((one) => one.id === id)?.trouble).toMatch(/read-only .* file system/);
  });

  it("counts what lay on a removed host as deleted, without asking anybody", async () => {
    const { agent, lease } = await training({});
    const [id = ""] = await write(agent, lease, [10, 20]);
    await world.db.update(hosts).set({ state: "removed" }).where(eq(hosts.id, agent.hostId));
    expect((await deleteCheckpoint(world.db, id, world.now)).state).toBe("deleted");
    expect(await chores()).toEqual([]);
  });

  it("says where each checkpoint lies and how much disk they take", async () => {
    const { agent, lease } = await training({});
    await write(agent, lease, [10]);
    const view = async () => (await readCheckpoints(world.db, lease.spec.runId ?? ""))?.checkpoints[0];
    expect(await view()).toMatchObject({ host: { name: "one" }, store: "none", copies: [], bytes: 10 });
    const sha256 = sumOf("step 10");
    const body = (async function* () {
      yield new TextEncoder().encode("step 10");
    })();
    await storeFile(world.db, sha256, { offset: 0, length: 7, body }, world.now);
    expect((await view())?.store).toBe("all");
    const { bytes } = (await readCheckpoints(world.db, lease.spec.runId ?? "")) ?? { bytes: null };
    expect(bytes).toMatchObject({ run: 10, ablation: 10, hosts: [{ name: "one", bytes: 10 }] });
    // While the training has not ended its last checkpoint stays in the store; afterwards it goes, a day unused.
    expect(await sweepStore(world.db, world.advance(2 * 86_400_000))).toBe(0);
    await world.db.update(jobs).set({ status: "cancelled" });
    expect(await sweepStore(world.db, world.now)).toBe(1);
    expect((await view())?.store).toBe("none");
  });

  describe("what goes to the store as it is written", () => {
    const written = (lease: Lease, agent: TestAgent, final: boolean, ablationId: string) =>
      uploadByRule(
        world.db,
        { jobId: lease.jobId, ablationId, hostId: agent.hostId, artifact: artifactOf(1), final },
        world.now,
      );

    it.each([
      ["when-needed", true, true, 0],
      ["results", true, true, 1],
      ["results", true, false, 0],
      ["results", false, true, 0],
      ["all", true, false, 1],
      ["all", false, false, 1],
    ] as const)("rule %s, another host %s, final %s: %i", async (upload, another, final, asked) => {
      await world.db.update(hosts).set({ state: "removed" });
      const ablationId = await world.launch({ retention: rule({ upload }), arms: smallSpec().arms });
      const agent = await world.agent("one");
      if (another) await world.agent("two");
      const lease = await agent.reach("sft");
      await written(lease, agent, final, ablationId);
      await written(lease, agent, final, ablationId);
      expect((await chores()).map(({ kind, hostId }) => [kind, hostId])).toEqual(
        Array.from({ length: asked }, () => ["upload", agent.hostId]),
      );
    });
  });
});
