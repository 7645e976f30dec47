import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import type { WrappedRunStart } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { listAblations } from "../ablations-read/list-ablations";
import { receiveBatch } from "../ingest/receive-batch";
import { batchOf, metrics } from "../ingest/testing/batches";
import { reconcile } from "../jobs/reconcile";
import { addSeeds } from "../launch/add-seeds";
import { cancelRun } from "../runs-control/cancel";
import { JobWorld } from "../testing/job-world";
import { endWrapped, hearWrapped } from "./report";
import { startWrappedRun } from "./start";

const tokenText = () => `swr_${randomBytes(32).toString("base64url")}`;

describe("wrapped commands", () => {
  const world = new JobWorld(useTestDatabase());
  beforeEach(() => world.clear());

  const bodyOf = (changes: Partial<WrappedRunStart> = {}): WrappedRunStart => ({
    attemptId: newId("attempt"),
    token: tokenText(),
    project: "mine",
    name: "baseline",
    command: { argv: ["python", "train.py", "--lr", "1e-4"], cwd: "/work" },
    hostName: "laptop",
    config: { lr: 1e-4, tags: ["a"] },
    startedAt: world.now.toISOString(),
    pid: 7,
    ...changes,
  });
  const start = (runId: string, body: WrappedRunStart) =>
    startWrappedRun(world.db, { runId, body, codeVersion: "test", now: world.now });
  const hear = (runId: string, { attemptId }: WrappedRunStart) =>
    hearWrapped(world.db, { runId, attemptId, now: world.now });
  const end = (runId: string, { attemptId }: WrappedRunStart, exitCode: number, detail = "") =>
    endWrapped(
      world.db,
      { runId, attemptId, now: world.now },
      {
        ...{ exitCode, signal: null, detail, endedAt: world.now.toISOString() },
      },
    );

  async function running(changes: Partial<WrappedRunStart> = {}) {
    const [runId, body] = [newId("run"), bodyOf(changes)];
    const answer = await start(runId, body);
    return { runId, body, answer };
  }

  it("are no launch: nothing trains when somebody asks for more seeds of their project", async () => {
    const { answer } = await running();
    const asked = addSeeds(
      world.db,
      answer.ablationId,
      { seeds: [7], rewrite: "again" },
      { codeVersion: "test", now: world.now },
    );
    await expect(asked).rejects.toMatchObject({ code: "conflict" });
    expect(await world.statuses(answer.ablationId)).toEqual({ baseline: "running" });
  });

  it("are runs from their first word to their end, in a project of their own", async () => {
    const { runId, body, answer } = await running();
    expect(await start(runId, body)).toEqual(answer);
    expect(await world.run(runId)).toMatchObject({
      ...{ stage: "command", status: "running", name: "baseline", ablationId: answer.ablationId },
      config: { command: { argv: ["python", "train.py", "--lr", "1e-4"] }, settings: { lr: 1e-4 } },
    });
    const other = await running();
    expect(other.answer.ablationId).toBe(answer.ablationId);
    expect((await listAblations(world.db, { q: "", offset: 0, limit: 10 })).total).toBe(0);
    const { answer: stored } = await receiveBatch(
      world.db,
      { attemptId: body.attemptId, target: { runId } },
      batchOf(body.attemptId, "metrics", [metrics(1, 5, { loss: 0.5 })]),
    );
    expect(stored).toEqual({ accepted: 1, duplicates: 0, stop: false });
    expect(await hear(runId, body)).toEqual({ order: "go-on" });
    expect(await end(runId, body, 0)).toEqual({ runId, status: "succeeded" });
    expect(await end(runId, body, 1)).toEqual({ runId, status: "succeeded" });
    expect(await hear(runId, body)).toEqual({ order: "forget" });
    expect(await world.run(runId)).toMatchObject({ status: "succeeded", lastTrainStep: 5 });
  });

  it("are leased by no agent", async () => {
    await running();
    const agent = await world.agent("laptop", { capacity: 4 });
    expect(await agent.tryLease()).toBeNull();
  });

  it("fail with their last words, whatever bytes those are", async () => {
    const { runId, body } = await running({ name: "odd \u0000 name" });
    await end(runId, body, 3, "Traceback\nValueError: boom\u0000\n");
    const run = await world.run(runId);
    expect(run.status).toBe("failed");
    expect(run.statusReason).toMatch(/^the command ended with code 3: ValueError: boom/);
  });

  it("are told to stop, and are cancelled then", async () => {
    const { runId, body } = await running();
    await cancelRun(world.db, runId, world.now);
    expect(await hear(runId, body)).toEqual({ order: "stop" });
    expect(await end(runId, body, 143)).toEqual({ runId, status: "cancelled" });
  });

  it("that fall silent are lost, never queued, and found again when they speak", async () => {
    const { runId, body } = await running();
    world.advance(LEASE_MS + 1);
    for (let i = 0; i < 3; i += 1) await reconcile(world.db, world.now);
    expect((await world.run(runId)).status).toBe("lost");
    const agent = await world.agent("laptop", { capacity: 4 });
    expect(await agent.tryLease()).toBeNull();
    expect(await hear(runId, body)).toEqual({ order: "go-on" });
    expect((await world.run(runId)).status).toBe("running");
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    expect(await end(runId, body, 0)).toEqual({ runId, status: "succeeded" });
  });

  it("may be started again once they have ended; the older attempt is forgotten", async () => {
    const { runId, body } = await running();
    await expect(start(runId, bodyOf())).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("still runs on laptop"),
    });
    for (const code of [1, 0]) {
      await end(runId, body, code);
      const again = bodyOf({ name: "second" });
      await start(runId, again);
      expect(await hear(runId, body)).toEqual({ order: "forget" });
      expect(await world.run(runId)).toMatchObject({ status: "running", name: "second" });
      Object.assign(body, again);
    }
  });

  it("refuse what is not theirs", async () => {
    const { runId, body } = await running();
    const other = await running();
    await expect(start(newId("run"), bodyOf({ attemptId: body.attemptId }))).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(hear(runId, other.body)).rejects.toMatchObject({ code: "forbidden" });
    await world.launch();
    const agent = await world.agent("two");
    const lease = await agent.reach("sft");
    await expect(start(lease.spec.runId ?? "", bodyOf())).rejects.toMatchObject({ code: "conflict" });
    await expect(hear(lease.spec.runId ?? "", { ...body, attemptId: lease.attemptId })).rejects.toMatchObject(
      { code: "forbidden" },
    );
  });
});
