import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, PATIENCE } from "../../testing/agent-process";
import { attemptOn, onSlurm, openSlurm, SLOW } from "./testing/attempt";

await onSlurm("what goes through Slurm", (cluster) => {
  const { conf, tell } = cluster;
  const { runDir, enterRunDir, command, start, at, record, observe, began, ended } = attemptOn(cluster);

  test("a requested GPU is the trainer's, whatever the agent's own environment says", PATIENCE, async () => {
    await start(
      "environment",
      { gres: "gpu:1" },
      { ...process.env, CUDA_VISIBLE_DEVICES: "7", SLURM_NTASKS: "99" },
    );
    await ended();
    const env = record("environment.seen");
    expect(env).toMatchObject({ CUDA_VISIBLE_DEVICES: "0", SLURM_JOB_ID: record("slurm.json").jobId });
    expect(env.SLURM_NTASKS).not.toBe("99");
  });

  test("a launch's processors are its threads, unless its environment says otherwise", PATIENCE, async () => {
    const { OMP_NUM_THREADS: _, ...env } = process.env;
    await openSlurm().start(runDir(), command("environment"), env, { cpusPerTask: 3 });
    await ended();
    expect(record("environment.seen")).toMatchObject({ OMP_NUM_THREADS: "3", SLURM_CPUS_PER_TASK: "3" });
  });

  test("the Hosts page is told of its partitions and GPUs", PATIENCE, async () => {
    const own = async () => ({ cores: "64", "disk free": "1.0 GB of 2.0 GB" });
    const facts = await openSlurm().hostFacts?.(own);
    expect(facts).toMatchObject({
      slurm: expect.stringMatching(/^slurm.* \d+\.\d+/),
      gpus: "a node offers gpu:1",
      "disk free": "1.0 GB of 2.0 GB",
      "partition main": expect.stringMatching(
        /^up; nodes: 1 (idle|mixed); each 8 CPUs, 0\.5 GB, gpu:1; no time limit$/,
      ),
    });
    expect(facts?.cores).toBeUndefined();
  });

  test("a Python that compute nodes lack is said", PATIENCE, async () => {
    await start("succeed", { python: "/no/such/python" });
    await ended();
    const seen = await observe();
    expect(seen).toMatchObject({ state: "exited", exitCode: 127 });
    expect(seen.error).toMatch(/failed before the trainer started[\s\S]*\/no\/such\/python/);
  });

  test("Slurm's refusal is told in its words, and nothing starts afterwards", PATIENCE, async () => {
    const hostile = "main; touch pwned $(touch pwned) `touch pwned` --wrap=x";
    await expect(start("succeed", { partition: hostile })).rejects.toThrow(/invalid partition/i);
    await start("succeed");
    expect(await observe()).toMatchObject({ state: "gone" });
    expect(readdirSync(runDir()).concat(readdirSync(process.cwd()))).not.toContain("pwned");
  });

  test("a hostile run directory and hostile arguments arrive as they are", PATIENCE, async () => {
    enterRunDir("%j %% $(touch pwned) `x` ; 'q' \"d\" é -rf");
    const args = ["$(touch pwned)", "", "a\nb", "--wrap=x", "é\u202e", "'\"\\"];
    await openSlurm({ extra: { comment: args.join(" ").replace("\n", " ") } }).start(
      runDir(),
      command("arguments", ...args),
      process.env,
    );
    await ended();
    expect(record("arguments.seen")).toEqual(args);
    expect(existsSync(at("supervisor.log"))).toBe(true);
    expect(readdirSync(runDir())).not.toContain("pwned");
  });

  test("the token is neither in what Slurm shows nor in what it keeps", PATIENCE, async () => {
    const token = "swr_this-is-the-secret-of-one-attempt";
    await start("until", {}, { ...process.env, STEPWELL_RUN_TOKEN: token });
    await began(1);
    const shown = tell("scontrol", "show", "job", "--details", record("slurm.json").jobId);
    expect(shown).toContain(runDir());
    const kept = readdirSync(join(conf, "../state"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    expect(kept.length).toBeGreaterThan(0);
    for (const place of [shown, ...kept]) expect(place.includes(token)).toBe(false);
  });

  test("CPU time of a busy trainer is told", SLOW, async () => {
    await start("busy");
    await eventually("it used CPU time", async () => ((await openSlurm().cpuSeconds(runDir())) ?? 0) > 0.5);
  });
});
