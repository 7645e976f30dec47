import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isGroupAlive } from "../../process-group";
import { type HeldAttempt, prepareRunDir } from "../../run-directory";
import { eventually, freshFolder, PATIENCE, removeFolder } from "../../testing/agent-process";
import { writeFakePython } from "../../testing/fake-python";
import { makeLease } from "../../testing/leases";
import { attemptEnv, trainerCommand } from "../../trainer-command";
import { sshLauncher } from "../ssh";
import { type Launcher, openLauncher } from "../types";
import { onSshHost, type SshHost } from "./testing/host";
import { freePort, startSshd } from "./testing/sshd";

await onSshHost(realSshd);

function realSshd(host: SshHost): void {
  const { sshd, remoteDir, python, settings, open, there } = host;
  describe("launcher ssh on a real sshd", PATIENCE, () => {
    let dataDir: string;
    let fake: string;
    let prepared: HeldAttempt[];
    beforeEach(() => {
      dataDir = freshFolder();
      fake = writeFakePython(dataDir);
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
    const start = (held: HeldAttempt, launcher: Launcher = open()) =>
      launcher.start(
        held.runDir,
        trainerCommand(fake, "run", held.runDir),
        attemptEnv(process.env, held.token, 1),
      );
    const far = (held: HeldAttempt, name: string) => join(there(held.runDir), name);
    const started = (held: HeldAttempt) =>
      eventually("the trainer runs", () => existsSync(far(held, "seen.json")));
    const ended = (held: HeldAttempt, launcher: Launcher) =>
      eventually(
        "its end is known",
        async () => (await launcher.observe(held.runDir)).state === "exited",
        90_000,
      );
    const pidOf = (held: HeldAttempt) => JSON.parse(readFileSync(far(held, "seen.json"), "utf8")).pid;
    /** Runs a script of Node's in place of the trainer. */
    const startScript = (
      held: HeldAttempt,
      script: string,
      args: string[] = [],
      launcher: Launcher = open(),
    ) =>
      launcher.start(
        held.runDir,
        { program: process.execPath, args: ["-e", script, "--", ...args] },
        attemptEnv(process.env, held.token, 1),
      );

    test("a job outlives its connection, and its end is known when the host is back", async () => {
      const held = prepare("until");
      const launcher = open();
      await start(held, launcher);
      await started(held);
      expect((await launcher.observe(held.runDir)).state).toBe("running");
      await sshd.cut();
      try {
        await eventually("the cut is noticed", async () =>
          (await launcher.observe(held.runDir)).engineState.includes("when last seen"),
        );
        expect((await launcher.observe(held.runDir)).state).toBe("running");
        const restarted = await open().observe(held.runDir);
        expect(restarted).toMatchObject({ state: "running" });
        expect(restarted.engineState).toContain("not seen since this agent started");
        await expect(open().stop(held.runDir, { graceMs: 0 })).rejects.toThrow(/refused|closed|reset/i);
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

    test("started while the host is away, it starts when the host is back, and once", async () => {
      const held = prepare("succeed");
      const launcher = open();
      await sshd.cut();
      try {
        await start(held, launcher);
        const waiting = await launcher.observe(held.runDir);
        expect(waiting).toMatchObject({ state: "starting" });
        expect(waiting.engineState).toContain("waits for the host");
        expect((await open().observe(held.runDir)).state).toBe("unstarted");
      } finally {
        await sshd.listen();
      }
      await ended(held, launcher);
      expect(readFileSync(far(held, "starts"), "utf8")).toBe("x");
    });

    test("an agent killed before it noted the start does not start it again", async () => {
      const held = prepare("until");
      await start(held);
      await started(held);
      const path = join(held.runDir, "remote.json");
      writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), placed: false }));
      expect((await open().observe(held.runDir)).state).toBe("running");
      await start(held);
      writeFileSync(far(held, "finish"), "0");
      await ended(held, open());
      expect(readFileSync(far(held, "starts"), "utf8")).toBe("x");
    });

    test("settings that lead to another place do not make an attempt look ended", async () => {
      const held = prepare("until");
      await start(held);
      await started(held);
      const moved = open({ remoteDir: join(dataDir, "another") });
      const seen = await moved.observe(held.runDir);
      expect(seen.state).toBe("running");
      expect(seen.engineState).toContain("this agent now drives");
      await expect(moved.stop(held.runDir, { graceMs: 0 })).rejects.toThrow("cannot be stopped");
      expect(isGroupAlive(pidOf(held))).toBe(true);
    });

    test("a network that swallows everything is not waited for, and not taken for an end", async () => {
      const held = prepare("until");
      const launcher = open();
      await start(held, launcher);
      await started(held);
      expect((await launcher.observe(held.runDir)).engineState).toBe("running");
      sshd.freeze();
      try {
        await eventually("the silence is noticed", async () =>
          (await launcher.observe(held.runDir)).engineState.includes("has not answered yet"),
        );
        expect((await launcher.observe(held.runDir)).state).toBe("running");
      } finally {
        sshd.thaw();
      }
      await eventually(
        "it is seen again",
        async () => (await launcher.observe(held.runDir)).engineState === "running",
      );
    });

    test("a killed supervisor leaves a trainer that is followed and can be stopped", async () => {
      const held = prepare("stubborn");
      const launcher = open();
      await start(held, launcher);
      await started(held);
      process.kill(JSON.parse(readFileSync(far(held, "supervisor.json"), "utf8")).pid, "SIGKILL");
      await eventually("that is seen", async () =>
        (await launcher.observe(held.runDir)).engineState.includes("without its supervisor"),
      );
      await launcher.stop(held.runDir, { graceMs: 0 });
      expect(isGroupAlive(pidOf(held))).toBe(false);
      expect(await launcher.observe(held.runDir)).toMatchObject({ state: "gone", exitCode: null });
    });

    test("a trainer whose remote run directory is removed ends, and counts as gone", async () => {
      const held = prepare("obedient");
      await start(held);
      await started(held);
      const pid = pidOf(held);
      rmSync(there(held.runDir), { recursive: true, force: true, maxRetries: 5 });
      await eventually("the trainer ended", () => !isGroupAlive(pid));
      expect(await open().observe(held.runDir)).toMatchObject({ state: "gone" });
    });

    test("a trainer whose run directory on the agent's side is removed ends as well", async () => {
      const held = prepare("obedient");
      const launcher = open();
      await start(held, launcher);
      await started(held);
      rmSync(held.runDir, { recursive: true });
      expect(await launcher.observe(held.runDir)).toMatchObject({ state: "gone" });
      await eventually("the trainer ended", () => !isGroupAlive(pidOf(held)));
    });

    test("tells facts of the remote machine, and that it is away", async () => {
      const facts = (await open().hostFacts?.(async () => ({}))) ?? {};
      expect(facts).toMatchObject({ "driven over SSH": `${sshd.user}@127.0.0.1:${sshd.port}` });
      expect(Number(facts.cores)).toBe(availableParallelism());
      expect(facts.memory).toMatch(/^\d+\.\d GB$/);
      expect(facts["disk free"]).toMatch(/^\d+\.\d GB of \d+\.\d GB$/);
      expect(facts.gpus).toBeTruthy();
      await sshd.cut();
      try {
        expect(await open().hostFacts?.(async () => ({}))).toMatchObject({
          "not known now": expect.stringMatching(/refused/),
        });
      } finally {
        await sshd.listen();
      }
    });

    test("the agent's own environment stays where it is, but for what is asked for", async () => {
      const held = prepare("environment");
      process.env.STEPWELL_TEST_PRIVATE = "mine";
      process.env.STEPWELL_TEST_PASSED = "yours";
      const launcher = open({ passEnv: ["STEPWELL_TEST_PASSED"] });
      await startScript(held, "console.log(JSON.stringify(process.env))", [], launcher);
      delete process.env.STEPWELL_TEST_PRIVATE;
      delete process.env.STEPWELL_TEST_PASSED;
      await ended(held, launcher);
      const { stdout } = await launcher.logs(held.runDir, { stdout: 0, stderr: 0 });
      const env = JSON.parse(stdout.toString("utf8"));
      expect(env).toMatchObject({ STEPWELL_TEST_PASSED: "yours", STEPWELL_RUN_TOKEN: held.token });
      expect(env.STEPWELL_TEST_PRIVATE).toBeUndefined();
    });

    test("the token is in no command line and in no file of the remote host", async () => {
      const held = prepare("obedient");
      await start(held);
      await started(held);
      expect(execFileSync("ps", ["-A", "-ww", "-o", "args="], { encoding: "utf8" })).not.toContain(
        held.token,
      );
      rmSync(far(held, "seen.json")); // the test's own record of the environment
      expect(filesWith(held.token, remoteDir)).toBe("");
    });

    test("what the trainer could not send is here when its end is told", async () => {
      const held = prepare("unsent");
      const launcher = open({ events: { way: "collect" } });
      await start(held, launcher);
      await ended(held, launcher);
      expect(readFileSync(join(held.runDir, "spool/metrics-000001.jsonl"), "utf8")).toBe("{}\n");
      expect(JSON.parse(readFileSync(far(held, "job.json"), "utf8")).serverUrl).toBe("http://127.0.0.1:9");
    });

    test("outputs stay there, or are fetched when asked", async () => {
      const script = `
        const { outputDir } = JSON.parse(require("fs").readFileSync("job.json"));
        require("fs").mkdirSync(outputDir + "/step 1");
        require("fs").writeFileSync(outputDir + "/step 1/weights", Buffer.alloc(9000000, 7));`;
      const [stays, comes] = [prepare("stays"), prepare("comes")];
      const [plain, fetching] = [open(), open({ fetchOutputs: true })];
      await startScript(stays, script, [], plain);
      await startScript(comes, script, [], fetching);
      await ended(stays, plain);
      await ended(comes, fetching);
      const weights = (held: HeldAttempt) => join(held.spec.outputDir, "step 1/weights");
      expect(existsSync(weights(stays))).toBe(false);
      expect(readFileSync(weights(comes)).equals(Buffer.alloc(9_000_000, 7))).toBe(true);
    });

    test("a reverse tunnel takes the trainer to a server that only the agent can reach", async () => {
      let asked = "";
      const server = createServer((request, response) => {
        asked = request.url ?? "";
        response.end("heard");
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const remotePort = await freePort();
      const launcher = open({ events: { way: "tunnel", serverUrl, remotePort } });
      const held = prepare("tunnel");
      const script = `
        const { serverUrl, eventsPath } = JSON.parse(require("fs").readFileSync("job.json"));
        fetch(serverUrl + eventsPath).then(async (answer) => console.log(serverUrl, await answer.text()));`;
      await startScript(held, script, [], launcher);
      await ended(held, launcher);
      const { stdout, stderr } = await launcher.logs(held.runDir, { stdout: 0, stderr: 0 });
      expect(stderr.toString()).toBe("");
      expect(stdout.toString()).toBe(`http://127.0.0.1:${remotePort} heard\n`);
      expect(asked).toBe(held.spec.eventsPath);
      server.closeAllConnections();
      server.close();
    });

    test("raw output can be read while the trainer runs", async () => {
      const held = prepare("logs");
      const launcher = open();
      await startScript(held, 'process.stdout.write("first"); setInterval(() => {}, 1000);', [], launcher);
      await eventually("the output is there", async () => {
        const { stdout, next } = await launcher.logs(held.runDir, { stdout: 0, stderr: 0 });
        return stdout.toString() === "first" && next.stdout === 5;
      });
      expect((await launcher.logs(held.runDir, { stdout: -2, stderr: 0 })).stdout.toString()).toBe("st");
    });

    test("CPU time and signs of life come over", async () => {
      const held = prepare("busy");
      const launcher = open();
      await startScript(held, 'console.log("alive"); for (;;);', [], launcher);
      await eventually("it used CPU time", async () => {
        await launcher.observe(held.runDir);
        return ((await launcher.cpuSeconds(held.runDir)) ?? 0) > 0.05;
      });
      expect(existsSync(join(held.runDir, "heartbeat"))).toBe(true);
    });

    test("through a jump host, with the same strictness there", async () => {
      const held = prepare("succeed");
      const jumpHost = { host: "127.0.0.1", port: sshd.port, user: sshd.user };
      const before = sshd.accepted();
      const launcher = open({ jumpHost, controlPersist: 21 });
      await start(held, launcher);
      await ended(held, launcher);
      expect(sshd.accepted() - before).toBe(2);
      const unknown = await startSshd(host.program);
      try {
        const through = open({ jumpHost: { ...jumpHost, port: unknown.port } });
        await expect(start(prepare("succeed"), through)).rejects.toThrow(
          "the host's key is not the known one",
        );
        expect(unknown.accepted()).toBe(0);
      } finally {
        await unknown.close();
      }
    });

    test.each(["another key", "no key"])("a host with %s among the known ones is refused", async (kind) => {
      const held = prepare("succeed");
      const knownHostsFile = join(dataDir, "known_hosts");
      const wrong = readFileSync(`${sshd.strangerKey()}.pub`, "utf8");
      writeFileSync(knownHostsFile, kind === "no key" ? "" : `[127.0.0.1]:${sshd.port} ${wrong}`);
      const before = sshd.accepted();
      const launcher = open({ knownHostsFile });
      await expect(start(held, launcher)).rejects.toThrow("the host's key is not the known one");
      expect(await launcher.checkTrainer?.(new AbortController().signal)).toMatchObject({ ready: false });
      expect(sshd.accepted()).toBe(before);
      expect(existsSync(there(held.runDir))).toBe(false);
    });

    test("a key that the host does not know is refused, and said", async () => {
      const launcher = open({ identityFile: sshd.strangerKey() });
      await expect(start(prepare("succeed"), launcher)).rejects.toThrow("the host does not accept the key");
    });

    test("without a key file the running ssh-agent is asked", async () => {
      const socket = join(dataDir, "agent.sock");
      const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
      const before = process.env.SSH_AUTH_SOCK;
      try {
        await eventually("the ssh-agent listens", () => existsSync(socket));
        execFileSync("ssh-add", ["-q", sshd.identityFile], {
          env: { ...process.env, SSH_AUTH_SOCK: socket },
        });
        process.env.SSH_AUTH_SOCK = socket;
        const held = prepare("succeed");
        const { identityFile: _, ...keyless } = settings;
        const launcher = openLauncher(sshLauncher, keyless);
        await start(held, launcher);
        await ended(held, launcher);
      } finally {
        if (before === undefined) delete process.env.SSH_AUTH_SOCK;
        else process.env.SSH_AUTH_SOCK = before;
        agent.kill();
      }
    });

    test("the trainer's package goes to the host, and its doctor's word comes back", async () => {
      const state = await open().checkTrainer?.(new AbortController().signal);
      expect(state?.detail).toContain(python);
      expect(state?.detail).not.toContain("No module named stepwell_trainer");
    });

    test("a host without the named Python says so", async () => {
      const launcher = open({ python: "/nowhere/python" });
      await expect(start(prepare("succeed"), launcher)).rejects.toThrow(
        "the host cannot run /nowhere/python",
      );
    });

    test("key files of any ordinary name", async () => {
      const folder = join(dataDir, "my keys (old) & new");
      mkdirSync(folder);
      const identityFile = join(folder, "id #1; x");
      copyFileSync(sshd.identityFile, identityFile);
      const held = prepare("succeed");
      const launcher = open({ identityFile });
      await start(held, launcher);
      await ended(held, launcher);
    });
  });
}

/** Names of the files below a folder that hold a text. */
function filesWith(text: string, folder: string): string {
  try {
    return execFileSync("grep", ["-rlF", "--", text, folder], { encoding: "utf8" });
  } catch {
    return ""; // grep's word for nothing found
  }
}
