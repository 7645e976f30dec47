import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { isGroupAlive } from "./process-group";
import { eventually, PATIENCE } from "./testing/agent-process";
import { test } from "./testing/world";

describe.concurrent("agent: what the server says, or does not", PATIENCE, () => {
  test("forgotten attempts are ended and closed", async ({ world }) => {
    const lease = world.offer("stubborn");
    world.startAgent(["--grace-ms", "100"]);
    await world.running(lease);
    writeFileSync(world.inRunDir(lease, "cancel"), "");
    world.server.orders.set(lease.attemptId, "forget");
    await world.settled(lease);
    expect(isGroupAlive(world.trainerPid(lease))).toBe(false);
  });

  test("a new attempt waits until the job's older one has ended", async ({ world }) => {
    const older = world.offer("until");
    world.startAgent();
    await world.running(older);
    const newer = world.offer("succeed", { jobId: older.jobId });
    await eventually("the newer one waits", () => world.latest(newer).state === "starting");
    expect(existsSync(world.inRunDir(newer, "seen.json"))).toBe(false);
    writeFileSync(world.inRunDir(older, "finish"), "0");
    await world.settled(newer);
    expect(world.latest(newer)).toMatchObject({ state: "exited", exitCode: 0 });
  });

  test("jobs go on while the server is away, and their ends are told when it is back", async ({ world }) => {
    const lease = world.offer("until");
    world.startAgent();
    await world.running(lease);
    world.server.failWith = 503;
    writeFileSync(world.inRunDir(lease, "finish"), "0");
    await eventually("it ended", () => existsSync(world.inRunDir(lease, "exit.json")));
    const before = world.server.requests;
    await eventually("it asks again", () => world.server.requests > before + 1);
    expect(world.latest(lease).state).toBe("running");
    world.server.failWith = null;
    await world.settled(lease);
    expect(world.latest(lease)).toMatchObject({ state: "exited", exitCode: 0 });
  });

  test("sends a dead trainer's spool before it counts as drained", async ({ world }) => {
    const lease = world.offer("unsent");
    mkdirSync(join(world.dataDir, "attempts", lease.attemptId), { recursive: true });
    writeFileSync(world.inRunDir(lease, "block-drain"), "");
    world.startAgent();
    await eventually("it tried", () => /drain ended with 75/.test(world.latest(lease).engineState ?? ""));
    expect(world.latest(lease)).toMatchObject({ state: "exited", exitCode: 0, drained: false });
    rmSync(world.inRunDir(lease, "block-drain"));
    await world.settled(lease);
    expect(existsSync(world.inRunDir(lease, "spool"))).toBe(false);
  });

  test("does not take a drain's word for a spool that still holds records", async ({ world }) => {
    const lease = world.offer("unsent");
    mkdirSync(join(world.dataDir, "attempts", lease.attemptId), { recursive: true });
    writeFileSync(world.inRunDir(lease, "lie-about-drain"), "");
    world.startAgent();
    await eventually("it tried", () => /drain ended with 0/.test(world.latest(lease).engineState ?? ""));
    expect(world.latest(lease)).toMatchObject({ state: "exited", drained: false });
    rmSync(world.inRunDir(lease, "lie-about-drain"));
    await world.settled(lease);
  });

  test("a job that would write outside the agent's folder is refused with the reason", async ({ world }) => {
    const lease = world.offer("succeed");
    lease.spec.outputDir = join(world.dataDir, "..", "elsewhere");
    world.startAgent();
    await eventually("it is reported", () => world.latest(lease).state === "exited");
    expect(world.latest(lease)).toMatchObject({ exitCode: 71, drained: true });
    expect(world.latest(lease).detail).toMatch(/is not inside this agent's folder/);
    expect(existsSync(lease.spec.outputDir)).toBe(false);
  });

  test("two agents never share a folder", async ({ world }) => {
    world.startAgent();
    await eventually("the first one registered", () => world.server.registrations.length === 1);
    const second = world.startAgent();
    expect(await second.exited).toBe(1);
    expect(second.output()).toMatch(/belongs to an agent that is running/);
  });

  test("a wrong token ends it with a sentence", async ({ world }) => {
    const agent = world.startAgent([], { token: "wrong" });
    expect(await agent.exited).toBe(1);
    expect(agent.output()).toMatch(/refuses this agent's token/);
  });

  test("tells its log and what keeps the host busy, and what it logged while the server was away", async ({
    world,
  }) => {
    world.server.failWith = 503;
    const agent = world.startAgent();
    await eventually("it said that nobody answers", () => /"no-answer"/.test(agent.output()));
    world.server.failWith = null;
    const events = () => world.server.log.map(({ event }) => event);
    await eventually("all is told", () => events().includes("server-answers-again"));
    expect(events().slice(0, 2)).toEqual(["started", "no-answer"]);
    expect(world.server.log.map(({ at }) => at)).toEqual(world.server.log.map(({ at }) => at).toSorted());
    await eventually("usage is told", () => world.server.usage.length > 0);
    expect(world.server.usage[0]?.hostMemoryTotalBytes).toBeGreaterThan(0);
    // The same lines are on this disk, and no token is in any of them.
    const file = readFileSync(join(world.dataDir, "agent.log"), "utf8");
    expect(file.split("\n")[0]).toContain('"event":"started"');
    expect(file + JSON.stringify(world.server.log)).not.toContain(world.server.token);
  });

  test("leases nothing until the trainer is ready", async ({ world }) => {
    world.offer("succeed");
    const agent = world.startAgent([], { python: "/no/such/python" });
    await eventually("it checked the trainer", () => /"trainer-checked","ready":false/.test(agent.output()));
    const before = world.server.requests;
    await eventually("it beats on", () => world.server.requests > before + 2);
    expect(world.server.queue).toHaveLength(1);
  });
});
