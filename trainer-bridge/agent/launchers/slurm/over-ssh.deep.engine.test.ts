import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isGroupAlive } from "../../process-group";
import { type HeldAttempt, prepareRunDir } from "../../run-directory";
import { eventually, freshFolder, PATIENCE, removeFolder } from "../../testing/agent-process";
import { writeFakePython } from "../../testing/fake-python";
import { makeLease } from "../../testing/leases";
import { attemptEnv, trainerCommand } from "../../trainer-command";
import { onSshHost, type SshHost } from "../ssh/testing/host";
import type { Launcher } from "../types";
import { onSlurm, openSlurm } from "./testing/attempt";
import type { SlurmCluster } from "./testing/cluster";

await onSlurm("what a login node does to Slurm's jobs", async (cluster) => {
  await onSshHost((host) => {
    describe("over SSH", PATIENCE, () => overSsh(cluster, host));
  });
});

function overSsh({ conf, tell }: SlurmCluster, { sshd, connection, there, remoteDir }: SshHost): void {
  const login = { ...connection, env: { SLURM_CONF: conf } };
  const open = (more: Record<string, unknown> = {}) => openSlurm({ login: { ...login, ...more } });
  let dataDir: string;
  let prepared: HeldAttempt[];
  beforeEach(() => {
    dataDir = freshFolder();
    prepared = [];
  });
  afterEach(async () => {
    for (const { runDir } of prepared) await open().stop(runDir, { graceMs: 0 });
    removeFolder(dataDir);
  });
  const prepare = (name: string) => {
    const held = prepareRunDir(dataDir, makeLease({ dataDir, name }), "http://127.0.0.1:1");
    prepared.push(held);
    return held;
  };
  const start = ({ runDir, token }: HeldAttempt, launcher: Launcher = open()) =>
    launcher.start(
      runDir,
      trainerCommand(writeFakePython(dataDir), "run", runDir),
      attemptEnv(process.env, token, 1),
    );
  const far = (held: HeldAttempt, name: string) => join(there(held.runDir), name);
  const started = (held: HeldAttempt) =>
    eventually("the trainer runs", () => existsSync(far(held, "seen.json")), 60_000);
  const ended = (held: HeldAttempt, launcher: Launcher) =>
    eventually(
      "its end is known",
      async () => (await launcher.observe(held.runDir)).state === "exited",
      90_000,
    );
  const pidOf = (held: HeldAttempt) => JSON.parse(readFileSync(far(held, "seen.json"), "utf8")).pid;

  test("a job outlives the connection, and its end is known when the login node is back", async () => {
    const held = prepare("until");
    const launcher = open();
    await start(held, launcher);
    await started(held);
    await eventually("Slurm's word is told", async () =>
      (await launcher.observe(held.runDir)).engineState.startsWith("RUNNING on"),
    );
    await sshd.cut();
    try {
      await eventually("the cut is noticed", async () =>
        (await launcher.observe(held.runDir)).engineState.includes("does not answer"),
      );
      expect((await launcher.observe(held.runDir)).state).toBe("running");
      const restarted = await open().observe(held.runDir);
      expect(restarted.engineState).toContain("not seen since this agent started");
      expect(["starting", "running"]).toContain(restarted.state);
      await expect(open().stop(held.runDir, { graceMs: 0 })).rejects.toThrow();
      expect(isGroupAlive(pidOf(held))).toBe(true);
      writeFileSync(far(held, "finish"), "7");
      await eventually("it ended alone", () => existsSync(far(held, "exit.json")));
    } finally {
      await sshd.listen();
    }
    await ended(held, launcher);
    expect(await open().observe(held.runDir)).toMatchObject({ state: "exited", exitCode: 7 });
    expect(readFileSync(far(held, "starts"), "utf8")).toBe("x");
  });

  test("started while the login node is away, it waits, and starts once", async () => {
    const held = prepare("succeed");
    await sshd.cut();
    try {
      await start(held);
      const waiting = await open().observe(held.runDir);
      expect(waiting.state).toBe("unstarted");
      expect(waiting.engineState).toContain("not submitted yet");
    } finally {
      await sshd.listen();
    }
    const launcher = open();
    await eventually("it ended", async () => {
      await start(held, launcher);
      return (await launcher.observe(held.runDir)).state === "exited";
    });
    expect(readFileSync(far(held, "starts"), "utf8")).toBe("x");
  });

  test("an agent killed between submission and its record finds the job by its name", async () => {
    const held = prepare("until");
    await start(held);
    await started(held);
    const path = join(held.runDir, "slurm.json");
    const known = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...known, jobId: null }));
    expect((await open().observe(held.runDir)).state).toBe("running");
    await start(held);
    expect(tell("squeue", "--noheader", `--name=${known.name}`, "--format=%i").trim()).toBe(known.jobId);
    writeFileSync(far(held, "finish"), "0");
    await ended(held, open());
    expect(readFileSync(far(held, "starts"), "utf8")).toBe("x");
  });

  test("what the trainer could not send, and its outputs where wanted, are here when its end is told", async () => {
    const held = prepare("unsent");
    const launcher = open({ events: { way: "collect" }, fetchOutputs: true });
    await start(held, launcher);
    await ended(held, launcher);
    expect(readFileSync(join(held.runDir, "spool/metrics-000001.jsonl"), "utf8")).toBe("{}\n");
    const job = JSON.parse(readFileSync(far(held, "job.json"), "utf8"));
    expect(job).toMatchObject({
      serverUrl: "http://127.0.0.1:9",
      outputDir: join(remoteDir, "jobs", job.jobId),
    });
    expect(existsSync(far(held, "launch.json"))).toBe(false);
  });

  test("settings that lead to another cluster do not make an attempt look ended", async () => {
    const held = prepare("until");
    await start(held);
    await started(held);
    const moved = open({ remoteDir: join(dataDir, "another") });
    const seen = await moved.observe(held.runDir);
    expect(["starting", "running"]).toContain(seen.state);
    expect(seen.engineState).toContain("this agent now drives");
    expect(isGroupAlive(pidOf(held))).toBe(true);
  });

  test("a run directory that is removed on the agent's side ends its job", async () => {
    const held = prepare("obedient");
    const launcher = open();
    await start(held, launcher);
    await started(held);
    const pid = pidOf(held);
    rmSync(held.runDir, { recursive: true });
    expect(await launcher.observe(held.runDir)).toMatchObject({ state: "gone" });
    await eventually("the trainer ended", () => !isGroupAlive(pid), 60_000);
  });

  test("a login node whose key is not the known one is refused, and said", async () => {
    const knownHostsFile = join(dataDir, "known_hosts");
    writeFileSync(knownHostsFile, "");
    const launcher = open({ knownHostsFile });
    await expect(start(prepare("succeed"), launcher)).rejects.toThrow("the host's key is not the known one");
    expect(await launcher.checkTrainer?.(new AbortController().signal)).toMatchObject({ ready: false });
  });

  test("the Hosts page is told of the login node's disk and the cluster's partitions", async () => {
    const facts = await open().hostFacts?.(async () => ({ cores: "64" }));
    expect(facts).toMatchObject({
      "driven over SSH": expect.stringContaining("127.0.0.1"),
      "disk free": expect.stringMatching(/ GB of /),
      gpus: "a node offers gpu:1",
    });
    expect(facts?.cores).toBeUndefined();
  });
}
