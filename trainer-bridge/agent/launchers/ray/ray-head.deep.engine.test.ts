import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isGroupAlive } from "../../process-group";
import { type HeldAttempt, prepareRunDir } from "../../run-directory";
import { eventually, freshFolder, removeFolder } from "../../testing/agent-process";
import { writeFakePython } from "../../testing/fake-python";
import { makeLease } from "../../testing/leases";
import { attemptEnv, trainerCommand } from "../../trainer-command";
import { rayConfig } from "./config";
import { submissionOf } from "./files";
import { RayJobs } from "./jobs";
import { onRay, SLOW } from "./testing/on-ray";

onRay((ray) => describe("ray itself", SLOW, () => rayItself(ray)));

function rayItself({ head, open }: Parameters<Parameters<typeof onRay>[0]>[0]): void {
  let dataDir: string;
  let held: HeldAttempt[];
  beforeEach(() => {
    // Ray would replace what looks like a variable, a shell all the rest.
    dataDir = join(freshFolder(), ["a $(touch pwned) `id` \"'\\ $", "{HOME} é\n-rf"].join(""));
    mkdirSync(dataDir);
    held = [];
  });
  afterEach(async () => {
    for (const { runDir } of held) await open().stop(runDir, { graceMs: 0 });
    removeFolder(join(dataDir, ".."));
  });

  const prepare = (way: string) => {
    const attempt = prepareRunDir(
      dataDir,
      makeLease({ dataDir, name: way, threads: 1 }),
      "http://127.0.0.1:1",
    );
    held.push(attempt);
    return attempt;
  };
  const start = ({ runDir, token }: HeldAttempt, more: Record<string, unknown> = {}) =>
    open(more).start(
      runDir,
      trainerCommand(writeFakePython(dataDir), "run", runDir),
      attemptEnv(process.env, token, 1),
    );
  const look = ({ runDir }: HeldAttempt, more: Record<string, unknown> = {}) => open(more).observe(runDir);
  const untilState = async (attempt: HeldAttempt, state: string) => {
    await expect.poll(() => look(attempt), { timeout: 200_000, interval: 100 }).toMatchObject({ state });
  };
  /** Looks as an agent does, which hands a job in again if Ray was not ready for it. */
  const started = async (attempt: HeldAttempt) => {
    await untilState(attempt, "running");
    await eventually("the trainer wrote what it saw", () => existsSync(join(attempt.runDir, "seen.json")));
  };
  const read = ({ runDir }: HeldAttempt, name: string) =>
    JSON.parse(readFileSync(join(runDir, name), "utf8"));
  const starts = ({ runDir }: HeldAttempt) => readFileSync(join(runDir, "starts"), "utf8");
  const ray = () => new RayJobs(rayConfig.parse({ address: head().address }));

  test("Ray itself takes a submission id once, and neither shows nor logs the token", async () => {
    const attempt = prepare("until");
    await start(attempt);
    await ray().submit(submissionOf(attempt.runDir, rayConfig.parse({})));
    await started(attempt);
    const all = await (await fetch(`${head().address}/api/jobs/`)).text();
    expect(all.split(attempt.attemptId).length).toBeGreaterThan(1);
    expect(all + (await ray().logs(attempt.attemptId))).not.toContain(attempt.token);
    expect(existsSync(join(attempt.runDir, "environment.json"))).toBe(false);
    expect(await look(attempt)).toMatchObject({
      state: "running",
      engineState: expect.stringMatching(/^RUNNING on /),
    });
    writeFileSync(join(attempt.runDir, "finish"), "0");
    await untilState(attempt, "exited");
    expect(starts(attempt)).toBe("x");
    await eventually(
      "Ray has heard of it",
      async () => (await ray().find(attempt.attemptId))?.status === "SUCCEEDED",
    );
  });

  test("the runtime environment's variables and the node's GPUs reach the trainer", async () => {
    const attempt = prepare("succeed");
    const hostile = "$(touch pwned); `id` \"'\\ é";
    await start(attempt, { resources: { gpus: 1, cpus: 1 }, runtimeEnv: { envVars: { HOSTILE: hostile } } });
    await untilState(attempt, "exited");
    expect(read(attempt, "seen.json").env).toMatchObject({ HOSTILE: hostile, CUDA_VISIBLE_DEVICES: "0" });
    expect(existsSync(join(attempt.runDir, "pwned"))).toBe(false);
  });

  test("resources that the cluster lacks: it waits, says so, and can be called off", async () => {
    const attempt = prepare("succeed");
    await start(attempt, { resources: { gpus: 64, custom: { unheard_of: 1 } } });
    expect(await look(attempt)).toMatchObject({
      state: "starting",
      engineState: expect.stringMatching(/^PENDING: .*waiting for resources/),
    });
    await open().stop(attempt.runDir, { graceMs: 0 });
    expect((await look(attempt)).state).toBe("gone");
    expect(existsSync(join(attempt.runDir, "environment.json"))).toBe(false);
  });

  test("a runtime environment that cannot be made is the recorded end, with Ray's reason", async () => {
    const attempt = prepare("succeed");
    await start(attempt, { runtimeEnv: { workingDir: "https://127.0.0.1:1/package.zip" } });
    await untilState(attempt, "exited");
    const end = await look(attempt);
    expect(end).toMatchObject({ exitCode: 71, error: expect.stringContaining("before the trainer started") });
    expect(end.error).toMatch(/runtime.env|package\.zip/i);
    expect(existsSync(join(attempt.runDir, "starts"))).toBe(false);
  });

  test("stopped with Ray's own tools, the trainer has time for its checkpoint", async () => {
    const attempt = prepare("cancellable");
    await start(attempt);
    await started(attempt);
    await ray().stop(attempt.attemptId);
    await untilState(attempt, "exited");
    expect(await look(attempt)).toMatchObject({ exitCode: 75, signal: null });
  });

  test("a killed supervisor takes its trainer with it and leaves no record", async () => {
    const attempt = prepare("stubborn");
    await start(attempt);
    await started(attempt);
    process.kill(read(attempt, "supervisor.json").pid, "SIGKILL");
    await eventually("the trainer is gone", () => !isGroupAlive(read(attempt, "trainer.json").pid));
    await untilState(attempt, "gone");
    await eventually("Ray knows", async () => (await ray().find(attempt.attemptId))?.status === "FAILED");
  });

  test("on another node it is stopped through the run directory, and its CPU time is told", async () => {
    const attempt = prepare("stubborn");
    await start(attempt);
    await started(attempt);
    const node = { hostname: "gpu-07", place: "elsewhere" };
    writeFileSync(join(attempt.runDir, "node.json"), JSON.stringify(node));
    expect(await look(attempt)).toMatchObject({ state: "running", engineState: "RUNNING on gpu-07" });
    await eventually("it told its CPU time", async () => (await open().cpuSeconds(attempt.runDir)) !== null);
    await open().stop(attempt.runDir, { graceMs: 0 });
    expect(await look(attempt)).toMatchObject({ state: "exited", signal: "SIGKILL" });
  });

  test("the Hosts page is told of the cluster, and where Ray's Python is to train, of what it lacks", async () => {
    const own = async () => ({ cores: "64", "disk free": "1.0 GB of 2.0 GB" });
    expect(await open().hostFacts?.(own)).toMatchObject({
      ray: expect.stringMatching(/^Ray \d+\.\d+\.\d+, 1 node$/),
      cores: "4",
      gpus: "1",
      "disk free": "1.0 GB of 2.0 GB",
    });
    const { signal } = new AbortController();
    expect(open().checkTrainer).toBeUndefined();
    const state = await open({ python: "ray" }).checkTrainer?.(signal);
    // Ray's own environment has neither torch nor the trainer's other needs: the doctor says so, on the node.
    expect(state).toMatchObject({ ready: false, detail: expect.stringMatching(/Ray's Python[\s\S]*torch/) });
    expect(await (await fetch(`${head().address}/api/jobs/`)).text()).not.toContain("stepwell-doctor");
  });

  test("a Ray that is away is said in the facts", async () => {
    const away = open({ address: "http://127.0.0.1:9", requestMs: 2000 });
    expect(await away.hostFacts?.(async () => ({}))).toMatchObject({
      ray: expect.stringContaining("does not answer"),
    });
  });

  test("a run directory that is removed ends its trainer", async () => {
    const attempt = prepare("stubborn");
    await start(attempt);
    await started(attempt);
    const { pid } = read(attempt, "trainer.json");
    removeFolder(attempt.runDir);
    await eventually("the trainer is gone", () => !isGroupAlive(pid));
    expect((await look(attempt)).state).toBe("gone");
  });

  test(
    "the head is killed: the trainer checkpoints and ends, and nothing starts it again",
    SLOW,
    async () => {
      const [ending, working, asked] = [prepare("cancellable"), prepare("until"), prepare("succeed")];
      await Promise.all([start(ending), start(working)]);
      await Promise.all([started(ending), started(working)]);
      writeFileSync(join(working.runDir, "finish"), "0");
      await untilState(working, "exited");
      await head().kill();
      await untilState(ending, "exited");
      expect(await look(ending)).toMatchObject({ exitCode: 75, signal: null });
      expect(isGroupAlive(read(ending, "trainer.json").pid)).toBe(false);

      await start(asked); // nobody is there to take it
      expect(await look(asked)).toMatchObject({
        state: "starting",
        engineState: expect.stringContaining("Ray, which does not answer"),
      });
      await head().restart();
      expect(await look(working)).toMatchObject({ state: "exited", exitCode: 0 });
      await start(ending);
      await untilState(asked, "exited");
      expect(await look(asked)).toMatchObject({ exitCode: 0 });
      expect([starts(ending), starts(working), starts(asked)]).toEqual(["x", "x", "x"]);
    },
  );
}
