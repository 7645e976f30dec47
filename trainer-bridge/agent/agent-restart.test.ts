import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { isGroupAlive } from "./process-group";
import { eventually, PATIENCE } from "./testing/agent-process";
import { test } from "./testing/world";

describe.concurrent("agent: its own end and restart", PATIENCE, () => {
  test("killed with -9 and started again, it adopts the attempt and reports its true end", async ({
    world,
  }) => {
    const lease = world.offer("until");
    const first = world.startAgent();
    await world.running(lease);
    const pid = world.trainerPid(lease);
    first.child.kill("SIGKILL");
    await first.exited;
    expect(isGroupAlive(pid)).toBe(true);
    world.server.observations.clear();
    world.startAgent();
    await world.running(lease);
    expect(world.latest(lease).pid).toBe(pid);
    expect(world.server.registrations.map(({ attempts }) => attempts)).toEqual([[], [lease.attemptId]]);
    writeFileSync(world.inRunDir(lease, "finish"), "3");
    await world.settled(lease);
    expect(world.latest(lease)).toMatchObject({ state: "exited", exitCode: 3 });
    expect(readFileSync(world.inRunDir(lease, "starts"), "utf8")).toBe("x");
  });

  test("an end that came while no agent lived is reported by the next one", async ({ world }) => {
    const lease = world.offer("until");
    const first = world.startAgent();
    await world.running(lease);
    first.child.kill("SIGKILL");
    await first.exited;
    writeFileSync(world.inRunDir(lease, "finish"), "4");
    await eventually("it ended", () => existsSync(world.inRunDir(lease, "exit.json")));
    world.startAgent();
    await world.settled(lease);
    expect(world.latest(lease)).toMatchObject({ state: "exited", exitCode: 4 });
  });

  test("--on-exit keep leaves trainers running for the next agent", async ({ world }) => {
    const lease = world.offer("until");
    const first = world.startAgent();
    await world.running(lease);
    first.child.kill("SIGTERM");
    expect(await first.exited).toBe(0);
    expect(isGroupAlive(world.trainerPid(lease))).toBe(true);
  });

  test("--on-exit stop ends every trainer first and reports it", async ({ world }) => {
    const leases = [world.offer("cancellable"), world.offer("stubborn")];
    const agent = world.startAgent(["--on-exit", "stop", "--exit-grace-ms", "200"]);
    for (const lease of leases) await world.running(lease);
    agent.child.kill("SIGINT");
    expect(await agent.exited).toBe(0);
    expect(leases.map((lease) => isGroupAlive(world.trainerPid(lease)))).toEqual([false, false]);
    expect(leases.map((lease) => world.latest(lease).state)).toEqual(["exited", "gone"]);
  });

  test("a second signal does not wait for any grace", async ({ world }) => {
    const lease = world.offer("stubborn");
    const agent = world.startAgent(["--on-exit", "stop", "--exit-grace-ms", "600000"]);
    await world.running(lease);
    agent.child.kill("SIGINT");
    await eventually("it asks the trainer", () => existsSync(world.inRunDir(lease, "cancel")));
    agent.child.kill("SIGINT");
    expect(await agent.exited).toBe(0);
    expect(isGroupAlive(world.trainerPid(lease))).toBe(false);
  });

  test("a trainer that the agent's end had to kill is gone, not crashed: nothing was wrong with it", async ({
    world,
  }) => {
    const lease = world.offer("stubborn");
    const agent = world.startAgent(["--on-exit", "stop", "--exit-grace-ms", "50"]);
    await world.running(lease);
    agent.child.kill("SIGTERM");
    expect(await agent.exited).toBe(0);
    expect(world.latest(lease)).toMatchObject({ state: "gone", engineState: "ended with its agent" });
  });

  test("a removed run directory takes its trainer with it", async ({ world }) => {
    const lease = world.offer("stubborn");
    world.startAgent();
    await world.running(lease);
    const pid = world.trainerPid(lease);
    rmSync(world.inRunDir(lease, ""), { recursive: true });
    await eventually("it is gone", () => world.latest(lease).state === "gone");
    await eventually("its trainer ended", () => !isGroupAlive(pid));
  });
});
