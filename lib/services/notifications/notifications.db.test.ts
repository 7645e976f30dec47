import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { attempts, notificationRules } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { type NewNotificationRule, type NotificationBody, notificationBody } from "@/lib/contracts";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { ingestBatch } from "../ingest/ingest-batch";
import { parseBatch } from "../ingest/parse-batch";
import { batchOf, metrics } from "../ingest/testing/batches";
import { reconcile } from "../jobs/reconcile";
import { cancelAblation } from "../runs-control/cancel";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { deliverDue, MOST_TRIES, signatureOf } from "./deliver";
import { addRule, changeRule, listNotifications, listRules, removeRule, resend, testRule } from "./rules";
import { Watch } from "./watch";

/** Somebody's web hook: answers as it is told to, and keeps what it got. */
class Receiver {
  status = 200;
  got: { body: NotificationBody; signature: string; timestamp: string; raw: string }[] = [];
  private readonly server: Server = createServer((request, response) => {
    void this.take(request).then(() => response.writeHead(this.status, { location: "/elsewhere" }).end());
  });

  async take(request: IncomingMessage): Promise<void> {
    let raw = "";
    for await (const part of request) raw += part;
    const header = (name: string) => String(request.headers[name] ?? "");
    this.got.push({
      body: notificationBody.parse(JSON.parse(raw)),
      signature: header("x-stepwell-signature"),
      timestamp: header("x-stepwell-timestamp"),
      raw,
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  close(): void {
    this.server.close();
  }
}

describe("notifications", () => {
  const world = new JobWorld(useTestDatabase());
  const receiver = new Receiver();
  let agent: TestAgent;
  let ablationId: string;

  beforeAll(() => receiver.open());
  afterAll(() => receiver.close());
  beforeEach(async () => {
    await world.clear();
    await world.db.delete(notificationRules);
    receiver.got = [];
    receiver.status = 200;
    ablationId = await world.launch();
    agent = await world.agent("one", { capacity: 4 });
  });

  const rule = (watch: NewNotificationRule["watch"], changes: Partial<NewNotificationRule> = {}) =>
    addRule(world.db, { name: "mine", watch, ablationId: null, url: receiver.url, ...changes });
  const told = async () => (await listNotifications(world.db, { offset: 0, limit: 50 })).notifications;
  const titles = async () => (await told()).map(({ body }) => body.title).reverse();
  const send = (attemptId: string, events: object[]) =>
    ingestBatch(world.db, parseBatch(batchOf(attemptId, "metrics", events)));
  async function training() {
    const lease = await agent.reach("grpo");
    await agent.report(lease, { state: "running", pid: 1 });
    return lease;
  }

  // The world stores no evaluations, so those jobs fail.
  it("tells success, and the end of an ablation, once", async () => {
    await rule({ kind: "succeeded" });
    await rule({ kind: "finished" });
    for (let lease = await agent.tryLease(); lease; lease = await agent.tryLease()) {
      await agent.finish(lease);
      await agent.report(lease, { state: "exited", exitCode: 0, drained: true });
    }
    expect((await titles()).sort()).toEqual(["nothing is left to do", "succeeded", "succeeded"]);
    const all = await told();
    const last = all.find(({ body }) => body.kind === "finished");
    const first = all.find(({ body }) => body.kind === "succeeded");
    expect(first?.body).toMatchObject({ run: expect.anything(), ablation: { id: ablationId } });
    expect(last?.body.detail).toBe("2 jobs failed, 3 jobs succeeded.");
  });

  it("tells a failure with its reason, signed, and tells another ablation's rule nothing", async () => {
    const { secret } = await rule({ kind: "failed" }, { ablationId });
    await rule({ kind: "failed" }, { ablationId: await world.launch({ name: "another" }) });
    const lease = await training();
    const detail = "Traceback\nValueError: <b>boom</b>\u0000";
    await agent.report(lease, { state: "exited", exitCode: 1, detail, drained: true });
    expect(await told()).toHaveLength(1);
    expect(await deliverDue(world.db, world.now)).toBe(1);
    const [got] = receiver.got;
    expect(got?.body.detail).toContain("ValueError: <b>boom</b>");
    expect(got?.body.text).toContain(got?.body.url ?? "?");
    expect(got?.signature).toBe(signatureOf(secret, got?.timestamp ?? "", got?.raw ?? ""));
    expect((await told())[0]).toMatchObject({ state: "delivered", tries: 1, nextTryAt: null });
    expect(await deliverDue(world.db, world.now)).toBe(0);
  });

  it("tells nothing of a change that was rolled back", async () => {
    await rule({ kind: "finished" });
    await expect(
      world.db.transaction(async (tx) => {
        await cancelAblation(tx as never, ablationId, world.now);
        throw new Error("not committed");
      }),
    ).rejects.toThrow("not committed");
    expect(await told()).toEqual([]);
    await cancelAblation(world.db, ablationId, world.now);
    expect(await titles()).toEqual(["nothing is left to do"]);
  });

  it("tries again, ever later, then gives up; a person may resend", async () => {
    await rule({ kind: "finished" });
    await cancelAblation(world.db, ablationId, world.now);
    receiver.status = 503;
    const waits: number[] = [];
    for (;;) {
      await deliverDue(world.db, world.now);
      const [one] = await told();
      if (!one?.nextTryAt) break;
      waits.push((Date.parse(one.nextTryAt) - world.now.getTime()) / 1000);
      expect(await deliverDue(world.db, world.now)).toBe(0);
      world.now = new Date(one.nextTryAt);
    }
    expect(waits.slice(0, 4)).toEqual([10, 20, 40, 80]);
    expect(Math.max(...waits)).toBe(3600);
    expect(receiver.got).toHaveLength(MOST_TRIES);
    const [given] = await told();
    expect(given).toMatchObject({ state: "given-up", lastError: "it answered 503 Service Unavailable" });
    expect((await listRules(world.db))[0]).toMatchObject({ sent: 0, failing: 1 });
    receiver.status = 204;
    await resend(world.db, given?.id ?? "", world.now);
    await deliverDue(world.db, world.now);
    expect((await told())[0]?.state).toBe("delivered");
  });

  it("is sent by one process at a time", async () => {
    await rule({ kind: "finished" });
    await cancelAblation(world.db, ablationId, world.now);
    const tried = await Promise.all([1, 2, 3, 4].map(() => deliverDue(world.db, world.now)));
    expect(tried.reduce((a, b) => a + b)).toBe(1);
    expect(receiver.got).toHaveLength(1);
  });

  it("follows no redirect, and says why nothing was taken", async () => {
    receiver.status = 302;
    const made = await rule({ kind: "failed" });
    expect(await testRule(world.db, made.rule.id, world.now)).toEqual({
      delivered: false,
      detail: "it answered 302 Found",
    });
    await changeRule(world.db, made.rule.id, { url: "http://127.0.0.1:1/" });
    const { delivered, detail } = await testRule(world.db, made.rule.id, world.now);
    expect(delivered).toBe(false);
    expect(detail).toMatch(/ECONNREFUSED|bad port|fetch failed/);
    expect(await told()).toEqual([]);
  });

  it("a rule that is switched off or removed tells nothing", async () => {
    const { rule: made } = await rule({ kind: "finished" });
    await cancelAblation(world.db, ablationId, world.now);
    await changeRule(world.db, made.id, { enabled: false });
    await deliverDue(world.db, world.now);
    expect(receiver.got).toEqual([]);
    expect((await told())[0]).toMatchObject({ state: "given-up", lastError: "its rule was switched off" });
    await removeRule(world.db, made.id);
    expect(await told()).toEqual([]);
    await expect(removeRule(world.db, made.id)).rejects.toMatchObject({ code: "not-found" });
    await expect(rule({ kind: "failed" }, { ablationId: "abl_00000000" })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("sees NaN once per attempt, whichever metric the rule names", async () => {
    await rule({ kind: "non-finite", metric: null });
    await rule({ kind: "non-finite", metric: "optim/loss" }, { name: "loss" });
    const watch = new Watch(world.db, world.now);
    const { attemptId } = await training();
    await send(attemptId, [metrics(1, 1, { "optim/loss": 1, "reward/mean": 0 })]);
    await watch.look(world.now);
    expect(await told()).toEqual([]);
    await send(attemptId, [metrics(2, 2, { "optim/loss": 1, "reward/mean": "NaN" })]);
    await watch.look(world.advance(1000));
    await send(attemptId, [metrics(3, 3, { "optim/loss": "Infinity", "reward/mean": "NaN" })]);
    await watch.look(world.advance(1000));
    await new Watch(world.db, world.now).look(world.now);
    expect(await titles()).toEqual(["NaN in reward/mean", "infinity in optim/loss"]);
  });

  it("tells a new rule nothing of trainings that were over before it was made", async () => {
    const { attemptId } = await training();
    await send(attemptId, [metrics(1, 1, { "optim/loss": "NaN" })]);
    const before = new Date(Date.now() - 60_000);
    await world.db.update(attempts).set({ endedAt: before }).where(eq(attempts.id, attemptId));
    await rule({ kind: "non-finite", metric: null });
    const watch = new Watch(world.db, world.now);
    await watch.look(world.now);
    expect(await told()).toEqual([]);
    await world.db.update(attempts).set({ endedAt: null }).where(eq(attempts.id, attemptId));
    await new Watch(world.db, world.now).look(world.now);
    expect(await titles()).toEqual(["NaN in optim/loss"]);
  });

  it("sees a reward collapse, and a metric that passes a value", async () => {
    await rule({ kind: "reward-collapse", metric: "reward/mean", window: 2, lossShare: 0.5, minGain: 0.05 });
    await rule({ kind: "metric", metric: "policy/entropy", is: "below", value: 0.1, window: 2 });
    const watch = new Watch(world.db, world.now);
    const { attemptId } = await training();
    const step = (n: number, reward: number, entropy: number) =>
      metrics(n, n, { "reward/mean": reward, "policy/entropy": entropy });
    await send(attemptId, [step(1, 0, 1), step(2, 0, 1), step(3, 1, 0.05), step(4, 1, 0.5)]);
    await watch.look(world.now);
    expect(await told()).toEqual([]);
    await send(attemptId, [step(5, 0.2, 0.05), step(6, 0.2, 0.05)]);
    await watch.look(world.now);
    await send(attemptId, [step(7, 0.1, 0.05)]);
    await watch.look(world.now);
    expect((await titles()).sort()).toEqual(["policy/entropy is below 0.1000", "reward/mean collapsed"]);
    const [one] = (await told()).filter(({ body }) => body.kind === "reward-collapse");
    expect(one?.body.detail).toContain("From 1.000 at train step 4 to 0.2000 at 6");
  });

  it("sees silence again after words, a host that is lost, and not the server's own absence", async () => {
    await rule({ kind: "stalled", minutes: 10 });
    const lease = await training();
    const start = new Date();
    const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
    // Streams are stamped by the database's own clock.
    await send(lease.attemptId, [metrics(1, 1, { "optim/loss": 1 })]);
    world.now = later(0);
    await agent.report(lease, { state: "running", pid: 2 });
    await world.db.execute(`update attempts set leased_at = now(), started_at = now()`);
    await new Watch(world.db, later(20)).look(later(25));
    expect(await told()).toEqual([]);
    const watch = new Watch(world.db, start);
    await watch.look(later(5));
    expect(await told()).toEqual([]);
    await watch.look(later(11));
    await watch.look(later(12));
    expect(await titles()).toHaveLength(1);
    await send(lease.attemptId, [metrics(2, 2, { "optim/loss": 1 })]);
    await watch.look(later(40));
    expect(await titles()).toHaveLength(2);
    world.now = later(60);
    world.advance(LEASE_MS + 1);
    await reconcile(world.db, world.now);
    expect((await titles()).at(-1)).toMatch(/was lost$/);
  });
});
