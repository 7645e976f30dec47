import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, expect } from "vitest";
import { isGroupAlive } from "./process-group";
import { eventually, PATIENCE } from "./testing/agent-process";
import { test } from "./testing/world";

describe.concurrent("agent: one attempt", PATIENCE, () => {
  test("runs a job, reports its end, and forgets its token", async ({ world }) => {
    const lease = world.offer("succeed");
    const agent = world.startAgent();
    await world.settled(lease);
    expect(world.latest(lease)).toMatchObject({ state: "exited", exitCode: 0, signal: null, detail: "" });
    expect(world.server.registrations[0]).toMatchObject({
      hostName: "test-host",
      launcher: "local",
      capacity: 2,
      dataDir: world.dataDir,
    });
    // The server knows of the end a moment before the agent has read its answer.
    await expect.poll(() => existsSync(world.inRunDir(lease, "token")), { timeout: 10_000 }).toBe(false);
    agent.child.kill("SIGTERM");
    expect(await agent.exited).toBe(0);
  });

  test("the token is in a private file and the environment, never in arguments or the log", async ({
    world,
  }) => {
    const lease = world.offer("cancellable");
    const agent = world.startAgent();
    await world.running(lease);
    expect(statSync(world.inRunDir(lease, "token")).mode & 0o777).toBe(0o600);
    const { argv, env } = JSON.parse(readFileSync(world.inRunDir(lease, "seen.json"), "utf8"));
    expect(env.STEPWELL_RUN_TOKEN).toBe(lease.token);
    expect(env.STEPWELL_AGENT_TOKEN).toBeUndefined();
    expect(argv.join(" ")).not.toContain(lease.token);
    expect(agent.output()).not.toContain(lease.token);
    expect(agent.output()).not.toContain(world.server.token);
    expect(readFileSync(world.inRunDir(lease, "job.json"), "utf8")).not.toContain(lease.token);
  });

  test.for([
    { way: "crash", how: { exitCode: 1, signal: null }, detail: /Traceback: the trainer broke/ },
    { way: "segfault", how: { exitCode: null, signal: "SIGSEGV" }, detail: /^$/ },
    { way: "binary", how: { exitCode: 1, signal: null }, detail: /^\\x00\\x01\ufffd\ufffd\\x1b\[31mhi$/ },
    {
      way: "full-disk",
      how: { exitCode: 1, signal: null },
      detail: /^The disk that holds .* was full .*free some space/,
    },
  ])(
    "a trainer that ends badly is reported as what it was: $way",
    async ({ way, how, detail }, { world }) => {
      const lease = world.offer(way);
      world.startAgent();
      await world.settled(lease);
      expect(world.latest(lease)).toMatchObject({ state: "exited", ...how });
      expect(world.latest(lease).detail).toMatch(detail);
    },
  );

  test("never runs more than its capacity, and all in the end", async ({ world }) => {
    const leases = Array.from({ length: 5 }, () => world.offer("succeed"));
    world.startAgent();
    for (const lease of leases) await world.settled(lease);
    expect(world.server.mostRunning).toBeLessThanOrEqual(2);
  });

  test("cancels a trainer that hangs: file, grace, signals; nothing of it is left", async ({ world }) => {
    const lease = world.offer("stubborn");
    world.startAgent(["--grace-ms", "100"]);
    await world.running(lease);
    const pid = world.trainerPid(lease);
    world.server.orders.set(lease.attemptId, "cancel");
    await world.settled(lease);
    expect(world.latest(lease)).toMatchObject({ state: "exited", signal: "SIGKILL" });
    expect(isGroupAlive(pid)).toBe(false);
  });

  for (const order of ["cancel", "pause"] as const)
    test(`a trainer that is told to ${order} and listens ends with its own exit code`, async ({ world }) => {
      const lease = world.offer("cancellable");
      world.startAgent();
      await world.running(lease);
      world.server.orders.set(lease.attemptId, order);
      await world.settled(lease);
      expect(world.latest(lease)).toMatchObject({ state: "exited", exitCode: 75 });
    });

  test("says so when a trainer shows no sign of life", async ({ world }) => {
    const lease = world.offer("obedient");
    world.startAgent(["--hang-ms", "300"]);
    await eventually("it is reported as hanging", () =>
      /no sign of life/.test(world.latest(lease).engineState ?? ""),
    );
    expect(world.latest(lease).state).toBe("running");
  });
});
