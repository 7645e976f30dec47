import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AttemptObservation, Lease } from "../../lib/contracts";
import { LAUNCHERS } from "./launchers";
import { openLauncher } from "./launchers/types";
import { isGroupAlive } from "./process-group";
import {
  type AgentProcess,
  eventually,
  freshFolder,
  removeFolder,
  spawnAgent,
} from "./testing/agent-process";
import { writeFakePython } from "./testing/fake-python";
import { type FakeServer, startFakeServer } from "./testing/fake-server";
import { type LeaseWishes, makeLease } from "./testing/leases";

/** The real agent as a process, against the contract's words and real (fake) trainers. */
describe("agent", { timeout: 60_000 }, () => {
  let dataDir: string;
  let server: FakeServer;
  let agents: AgentProcess[];

  beforeEach(async () => {
    dataDir = freshFolder();
    server = await startFakeServer();
    agents = [];
  });
  afterEach(async () => {
    for (const agent of agents) agent.child.kill("SIGKILL");
    await Promise.all(agents.map((agent) => agent.exited));
    const launcher = openLauncher(LAUNCHERS.local, { termMs: 0 });
    for (const runDir of runDirs()) await launcher.stop(runDir, { graceMs: 0 });
    removeFolder(dataDir);
    await server.close();
  });

  const attemptsDir = () => join(dataDir, "attempts");
  const runDirs = () =>
    existsSync(attemptsDir()) ? readdirSync(attemptsDir()).map((name) => join(attemptsDir(), name)) : [];
  const inRunDir = (lease: Lease, name: string) => join(attemptsDir(), lease.attemptId, name);
  const latest = (lease: Lease): Partial<AttemptObservation> =>
    server.observations.get(lease.attemptId) ?? {};
  const trainerPid = (lease: Lease): number =>
    JSON.parse(readFileSync(inRunDir(lease, "seen.json"), "utf8")).pid;

  function startAgent(more: string[] = []): AgentProcess {
    const python = writeFakePython(dataDir);
    const agent = spawnAgent({ server: server.url, token: server.token, dataDir, python, more });
    agents.push(agent);
    return agent;
  }
  function offer(name: string, wishes: Partial<LeaseWishes> = {}): Lease {
    const lease = makeLease({ dataDir, name, ...wishes });
    server.queue.push(lease);
    return lease;
  }
  const running = (lease: Lease) =>
    eventually(
      "it runs",
      () => existsSync(inRunDir(lease, "seen.json")) && latest(lease).state === "running",
    );
  const settled = (lease: Lease) =>
    eventually(
      "its end is reported",
      () => latest(lease).drained === true && existsSync(inRunDir(lease, "closed.json")),
    );

  test("runs a job, reports its end, and forgets its token", async () => {
    const lease = offer("succeed");
    const agent = startAgent();
    await settled(lease);
    expect(latest(lease)).toMatchObject({ state: "exited", exitCode: 0, signal: null, detail: "" });
    expect(server.registrations[0]).toMatchObject({
      hostName: "test-host",
      launcher: "local",
      capacity: 2,
      dataDir,
    });
    expect(existsSync(inRunDir(lease, "token"))).toBe(false);
    agent.child.kill("SIGTERM");
    expect(await agent.exited).toBe(0);
  });

  test("the token is in a private file and the environment, never in arguments or the log", async () => {
    const lease = offer("cancellable");
    const agent = startAgent();
    await running(lease);
    expect(statSync(inRunDir(lease, "token")).mode & 0o777).toBe(0o600);
    const { argv, env } = JSON.parse(readFileSync(inRunDir(lease, "seen.json"), "utf8"));
    expect(env.STEPWELL_RUN_TOKEN).toBe(lease.token);
    expect(env.STEPWELL_AGENT_TOKEN).toBeUndefined();
    expect(argv.join(" ")).not.toContain(lease.token);
    expect(agent.output()).not.toContain(lease.token);
    expect(agent.output()).not.toContain(server.token);
    expect(readFileSync(inRunDir(lease, "job.json"), "utf8")).not.toContain(lease.token);
  });

  test.each([
    ["crash", { exitCode: 1, signal: null }, /Traceback: the trainer broke/],
    ["segfault", { exitCode: null, signal: "SIGSEGV" }, /^$/],
    ["binary", { exitCode: 1, signal: null }, /^\\x00\\x01\ufffd\ufffd\\x1b\[31mhi$/],
    ["full-disk", { exitCode: 1, signal: null }, /^The disk that holds .* was full .*free some space/],
  ])("a trainer that ends badly is reported as what it was: %s", async (way, how, detail) => {
    const lease = offer(way);
    startAgent();
    await settled(lease);
    expect(latest(lease)).toMatchObject({ state: "exited", ...how });
    expect(latest(lease).detail).toMatch(detail);
  });

  test("never runs more than its capacity, and all in the end", async () => {
    const leases = Array.from({ length: 5 }, () => offer("succeed"));
    startAgent();
    for (const lease of leases) await settled(lease);
    expect(server.mostRunning).toBeLessThanOrEqual(2);
  });

  test("cancels a trainer that hangs: file, grace, signals; nothing of it is left", async () => {
    const lease = offer("stubborn");
    startAgent(["--grace-ms", "100"]);
    await running(lease);
    const pid = trainerPid(lease);
    server.orders.set(lease.attemptId, "cancel");
    await settled(lease);
    expect(latest(lease)).toMatchObject({ state: "exited", signal: "SIGKILL" });
    expect(isGroupAlive(pid)).toBe(false);
  });

  test("a cancelled trainer that listens ends with its own exit code", async () => {
    const lease = offer("cancellable");
    startAgent();
    await running(lease);
    server.orders.set(lease.attemptId, "cancel");
    await settled(lease);
    expect(latest(lease)).toMatchObject({ state: "exited", exitCode: 75 });
  });

  test("says so when a trainer shows no sign of life", async () => {
    const lease = offer("obedient");
    startAgent(["--hang-ms", "300"]);
    await eventually("it is reported as hanging", () =>
      /no sign of life/.test(latest(lease).engineState ?? ""),
    );
    expect(latest(lease).state).toBe("running");
  });

  test("killed with -9 and started again, it adopts the attempt and reports its true end", async () => {
    const lease = offer("until");
    const first = startAgent();
    await running(lease);
    const pid = trainerPid(lease);
    first.child.kill("SIGKILL");
    await first.exited;
    expect(isGroupAlive(pid)).toBe(true);
    server.observations.clear();
    startAgent();
    await running(lease);
    expect(latest(lease).pid).toBe(pid);
    writeFileSync(inRunDir(lease, "finish"), "3");
    await settled(lease);
    expect(latest(lease)).toMatchObject({ state: "exited", exitCode: 3 });
    expect(readFileSync(inRunDir(lease, "starts"), "utf8")).toBe("x");
  });

  test("an end that came while no agent lived is reported by the next one", async () => {
    const lease = offer("until");
    const first = startAgent();
    await running(lease);
    first.child.kill("SIGKILL");
    await first.exited;
    writeFileSync(inRunDir(lease, "finish"), "4");
    await eventually("it ended", () => existsSync(inRunDir(lease, "exit.json")));
    startAgent();
    await settled(lease);
    expect(latest(lease)).toMatchObject({ state: "exited", exitCode: 4 });
  });

  test("--on-exit keep leaves trainers running for the next agent", async () => {
    const lease = offer("until");
    const first = startAgent();
    await running(lease);
    first.child.kill("SIGTERM");
    expect(await first.exited).toBe(0);
    expect(isGroupAlive(trainerPid(lease))).toBe(true);
  });

  test("--on-exit stop ends every trainer first and reports it", async () => {
    const leases = [offer("cancellable"), offer("stubborn")];
    const agent = startAgent(["--on-exit", "stop", "--exit-grace-ms", "200"]);
    for (const lease of leases) await running(lease);
    agent.child.kill("SIGINT");
    expect(await agent.exited).toBe(0);
    expect(leases.map((lease) => isGroupAlive(trainerPid(lease)))).toEqual([false, false]);
    expect(leases.map((lease) => latest(lease).state)).toEqual(["exited", "exited"]);
  });

  test("a second signal does not wait for any grace", async () => {
    const lease = offer("stubborn");
    const agent = startAgent(["--on-exit", "stop", "--exit-grace-ms", "600000"]);
    await running(lease);
    agent.child.kill("SIGINT");
    await eventually("it asks the trainer", () => existsSync(inRunDir(lease, "cancel")));
    agent.child.kill("SIGINT");
    expect(await agent.exited).toBe(0);
    expect(isGroupAlive(trainerPid(lease))).toBe(false);
  });

  test("forgotten attempts are ended and closed", async () => {
    const lease = offer("stubborn");
    startAgent(["--grace-ms", "100"]);
    await running(lease);
    writeFileSync(inRunDir(lease, "cancel"), "");
    server.orders.set(lease.attemptId, "forget");
    await settled(lease);
    expect(isGroupAlive(trainerPid(lease))).toBe(false);
  });

  test("a new attempt waits until the job's older one has ended", async () => {
    const older = offer("until");
    startAgent();
    await running(older);
    const newer = offer("succeed", { jobId: older.jobId });
    await eventually("the newer one waits", () => latest(newer).state === "starting");
    expect(existsSync(inRunDir(newer, "seen.json"))).toBe(false);
    writeFileSync(inRunDir(older, "finish"), "0");
    await settled(newer);
    expect(latest(newer)).toMatchObject({ state: "exited", exitCode: 0 });
  });

  test("jobs go on while the server is away, and their ends are told when it is back", async () => {
    const lease = offer("until");
    startAgent();
    await running(lease);
    server.failWith = 503;
    writeFileSync(inRunDir(lease, "finish"), "0");
    await eventually("it ended", () => existsSync(inRunDir(lease, "exit.json")));
    const before = server.requests;
    await eventually("it asks again", () => server.requests > before + 1);
    expect(latest(lease).state).toBe("running");
    server.failWith = null;
    await settled(lease);
    expect(latest(lease)).toMatchObject({ state: "exited", exitCode: 0 });
  });

  test("sends a dead trainer's spool before it counts as drained", async () => {
    const lease = offer("unsent");
    mkdirSync(join(attemptsDir(), lease.attemptId), { recursive: true });
    writeFileSync(inRunDir(lease, "block-drain"), "");
    startAgent();
    await eventually("it tried", () => /drain ended with 75/.test(latest(lease).engineState ?? ""));
    expect(latest(lease)).toMatchObject({ state: "exited", exitCode: 0, drained: false });
    rmSync(inRunDir(lease, "block-drain"));
    await settled(lease);
    expect(existsSync(inRunDir(lease, "spool"))).toBe(false);
  });

  test("a job that would write outside the agent's folder is refused with the reason", async () => {
    const lease = offer("succeed");
    lease.spec.outputDir = join(dataDir, "..", "elsewhere");
    startAgent();
    await eventually("it is reported", () => latest(lease).state === "exited");
    expect(latest(lease)).toMatchObject({ exitCode: 71, drained: true });
    expect(latest(lease).detail).toMatch(/is not inside this agent's folder/);
    expect(existsSync(lease.spec.outputDir)).toBe(false);
  });

  test("two agents never share a folder", async () => {
    startAgent();
    await eventually("the first one registered", () => server.registrations.length === 1);
    const second = startAgent();
    expect(await second.exited).toBe(1);
    expect(second.output()).toMatch(/belongs to an agent that is running/);
  });

  test("a wrong token ends it with a sentence", async () => {
    server.token = "another";
    const agent = spawnAgent({
      server: server.url,
      token: "wrong",
      dataDir,
      python: writeFakePython(dataDir),
    });
    agents.push(agent);
    expect(await agent.exited).toBe(1);
    expect(agent.output()).toMatch(/refuses this agent's token/);
  });

  test("leases nothing until the trainer is ready", async () => {
    offer("succeed");
    const agent = spawnAgent({ server: server.url, token: server.token, dataDir, python: "/no/such/python" });
    agents.push(agent);
    await eventually("it checked the trainer", () => /"trainer-checked","ready":false/.test(agent.output()));
    const before = server.requests;
    await eventually("it beats on", () => server.requests > before + 2);
    expect(server.queue).toHaveLength(1);
  });
});
