import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freshFolder, removeFolder } from "../testing/agent-process";
import { readFacts } from "./local-records";
import { describeCluster } from "./ray/cluster-facts";
import { rayConfig, rayJob } from "./ray/config";
import { ENTRYPOINT, intendedConfig, submissionOf, writeIntent } from "./ray/files";
import { afterStart, Pulse, type RayWord } from "./ray/observe";

let runDir: string;
beforeEach(() => {
  const folder = freshFolder();
  runDir = join(folder, "att_0123456789abcdef");
  mkdirSync(runDir);
});
afterEach(() => removeFolder(join(runDir, "..")));

const write = (name: string, value: unknown) => writeFileSync(join(runDir, name), JSON.stringify(value));
/** Any UTF-16 units, so lone surrogates and control characters too. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
const running: RayWord = { job: { status: "RUNNING" } };

describe("settings", () => {
  test.each([
    [{ address: "ray://head:10001" }, "address"],
    [{ headers: { "x-name": "two\r\nlines" } }, "headers"],
    [{ runtimeEnv: { pip: ["torch\n--index-url=http://elsewhere"] } }, "runtimeEnv.pip"],
    [{ runtimeEnv: { workingDir: "/home/me/code" } }, "runtimeEnv.workingDir"],
    [{ runtimeEnv: { envVars: { "A B": "1" } } }, "runtimeEnv.envVars"],
    [{ resources: { gpus: -1 } }, "resources.gpus"],
    [{ resource: {} }, ""],
  ])("%j is refused at %s", (config, path) => {
    const { error } = rayConfig.safeParse(config);
    expect(error?.issues[0]?.path.join(".").startsWith(path)).toBe(true);
  });

  test("nothing has to be set", () => {
    expect(rayConfig.parse({})).toMatchObject({ address: "http://127.0.0.1:8265", python: "agent" });
  });
});

describe("what a launch says otherwise", () => {
  const host = rayConfig.parse({
    resources: { cpus: 2, custom: { big: 1 } },
    runtimeEnv: { envVars: { A: "host", B: "host" }, pip: ["one==1"] },
  });

  test("amounts and variables by name, lists as a whole; the rest stays the host's", () => {
    const job = rayJob(host, {
      resources: { gpus: 1, custom: { small: 2 } },
      runtimeEnv: { envVars: { B: "launch" } },
    });
    expect(job.resources).toEqual({ cpus: 2, gpus: 1, custom: { big: 1, small: 2 } });
    expect(job.runtimeEnv).toEqual({ envVars: { A: "host", B: "launch" }, pip: ["one==1"] });
    expect(job.address).toBe(host.address);
  });

  test("it is handed in again as it was, by an agent whose settings have changed", () => {
    const job = rayJob(host, { resources: { gpus: 1, custom: {} } });
    writeIntent(runDir, { program: "python", args: [] }, {}, job);
    const later = intendedConfig(runDir, rayConfig.parse({ address: "http://127.0.0.1:1" }));
    expect(later.resources).toEqual(job.resources);
    expect(submissionOf(runDir, later)).toMatchObject({ entrypoint_num_cpus: 2, entrypoint_num_gpus: 1 });
  });
});

describe("facts of a cluster", () => {
  const node = (resources: Record<string, number>) => ({ state: "ALIVE", resources_total: resources });

  test("several nodes are added up, and their processors are no one machine's cores", () => {
    const big = {
      CPU: 64,
      GPU: 8,
      memory: 512 * 1024 ** 3,
      "accelerator_type:A100": 1,
      "node:10.0.0.1": 1,
      fast_disk: 1,
    };
    const facts = describeCluster({
      version: "2.9",
      nodes: [node(big), node({ CPU: 8, memory: 16 * 1024 ** 3 })],
    });
    expect(facts).toEqual({
      ray: "Ray 2.9, 2 nodes",
      cores: "72 on 2 nodes",
      memory: "528.0 GB on 2 nodes",
      gpus: "8 A100 on 2 nodes",
      "custom resources": "fast_disk: 1",
    });
    expect(Number.isInteger(Number(facts.cores))).toBe(false);
  });
});

describe("what is handed in", () => {
  test("no value becomes part of the entrypoint, and all of it is UTF-8", () => {
    fc.assert(
      fc.property(anyText, anyText, (name, value) => {
        write("job.json", { name: `${name}\0`, jobId: "job_1" });
        const config = rayConfig.parse({ runtimeEnv: { envVars: { VALUE: value } } });
        const submission = submissionOf(runDir, config);
        expect(submission.entrypoint).toBe(ENTRYPOINT);
        expect(submission.runtime_env.env_vars).toMatchObject({ VALUE: value });
        expect(submission.metadata.stepwell_name).toBe(
          Buffer.from(submission.metadata.stepwell_name ?? "").toString(),
        );
        expect(submission.metadata.stepwell_name).not.toContain("\0");
      }),
      { numRuns: 30 },
    );
  });

  test("Ray is told nothing of the environment: it goes by a file that only its owner reads", () => {
    const env = {
      STEPWELL_RUN_TOKEN: "swr_secret",
      OMP_NUM_THREADS: "2",
      PATH: "/agent",
      CUDA_VISIBLE_DEVICES: "7",
    };
    const config = rayConfig.parse({ runtimeEnv: { envVars: { OMP_NUM_THREADS: "9" } } });
    writeIntent(runDir, { program: "python", args: [] }, env, config);
    expect(JSON.stringify(submissionOf(runDir, config))).not.toContain("swr_secret");
    const file = join(runDir, "environment.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // The node keeps its own PATH and GPUs; what the runtime environment sets stays set.
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ STEPWELL_RUN_TOKEN: "swr_secret" });
  });

  test("resources are left out where none are wished", () => {
    expect(submissionOf(runDir, rayConfig.parse({}))).not.toHaveProperty("entrypoint_num_gpus");
    const wished = { cpus: 2, gpus: 0.5, memoryBytes: 1e9, custom: { tpu: 1 } };
    expect(submissionOf(runDir, rayConfig.parse({ resources: wished }))).toMatchObject({
      entrypoint_num_cpus: 2,
      entrypoint_num_gpus: 0.5,
      entrypoint_memory: 1e9,
      entrypoint_resources: { tpu: 1 },
    });
  });
});

describe("a job on another node", () => {
  const look = (word: RayWord, ms: number) =>
    afterStart(runDir, readFacts(runDir), word, { ms, limitMs: 1000 });
  beforeEach(() => {
    write("supervisor.json", { pid: 1, startTime: "another boot:1" });
    write("trainer.json", { pid: 2, startTime: "another boot:2" });
    write("node.json", { hostname: "gpu-07", place: "another boot pid:[1]" });
  });

  test("is followed by its pulse, for its process numbers mean nothing here", () => {
    expect(look(running, 0)).toMatchObject({ state: "running", engineState: "RUNNING on gpu-07" });
    expect(look({ job: null }, 999).state).toBe("running");
    expect(look({ job: { status: "FAILED" } }, 0)).toMatchObject({ state: "running" });
  });

  test("is gone only when it is silent and Ray does not say that it runs", () => {
    expect(look({ job: null }, 1000)).toMatchObject({ state: "gone" });
    expect(look({ job: { status: "FAILED" } }, 1000)).toMatchObject({ state: "gone" });
    expect(look(running, 120_000).engineState).toContain("no sign of it for 2 min");
    expect(look({ away: "ECONNREFUSED" }, 1_000_000)).toMatchObject({ state: "running" });
  });

  test("a pulse is a change of the sign, on our own clock", () => {
    let now = 0;
    const pulse = new Pulse(() => now);
    write("beat.json", { beats: 1, cpuSeconds: 0 });
    expect(pulse.silentMs(runDir)).toBe(0);
    now = 700;
    expect(pulse.silentMs(runDir)).toBe(700);
    write("beat.json", { beats: 2, cpuSeconds: 1 });
    expect(pulse.silentMs(runDir)).toBe(0);
  });
});
