import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { isGroupAlive } from "../process-group";
import { eventually, freshFolder, PATIENCE, removeFolder } from "../testing/agent-process";
import { launcherConformance } from "./conformance";
import { slurmLauncher } from "./slurm";
import { type SlurmCluster, startSlurmCluster } from "./slurm/testing/cluster";
import { writeTrainer } from "./slurm/testing/trainer";
import type { Launcher } from "./types";
import { openLauncher } from "./types";

/** Slurm looks at time limits every half minute and keeps a requeued job waiting for a while. */
const SLOW = { timeout: 240_000 };

const cluster = await startSlurmCluster();
if (typeof cluster === "string") {
  console.warn(`Slurm is not tested: ${cluster}`);
  test.skip(`Slurm is not tested: ${cluster}`, () => {});
} else {
  process.env.SLURM_CONF = cluster.conf;
  afterAll(() => cluster.close());
  describe("on a real Slurm", () => {
    launcherConformance("slurm", () => open());
    slurmItself(cluster);
  });
}

function open(more: Record<string, unknown> = {}): Launcher {
  return openLauncher(slurmLauncher, { termMs: 300, pollMs: 100, settleMs: 1500, mem: "20M", ...more });
}

function slurmItself({ conf, tell, startController, stopController }: SlurmCluster): void {
  let folder: string;
  let runDir: string;
  let trainer: string;
  let watcher: Launcher;
  beforeEach(() => {
    watcher = open();
    folder = freshFolder();
    runDir = join(folder, "att_0123456789abcdef");
    mkdirSync(runDir);
    trainer = writeTrainer(folder);
  });
  afterEach(async () => {
    await open().stop(runDir, { graceMs: 0 });
    removeFolder(folder);
  });

  const start = (way: string, more: Record<string, unknown> = {}, env: NodeJS.ProcessEnv = process.env) =>
    open(more).start(runDir, { program: trainer, args: [runDir, way] }, env);
  const at = (name: string) => join(runDir, name);
  const text = (name: string) => readFileSync(at(name), "utf8");
  const observe = () => watcher.observe(runDir);
  const record = (name: string) => JSON.parse(text(name));
  const began = (times = 1) =>
    eventually(
      `start ${times}`,
      () => existsSync(at("starts")) && text("starts") === "x".repeat(times),
      120_000,
    );
  const ended = () =>
    eventually("it ended", async () => ["exited", "gone"].includes((await observe()).state));
  /** Empty once Slurm has forgotten the job. */
  const jobState = (id: string) => {
    const lines = tell("squeue", "--noheader", "--states=all", "--format=%i %T").split("\n");
    return lines.find((line) => line.startsWith(`${id} `))?.slice(id.length + 1) ?? "";
  };

  test(
    "near the time limit it writes its checkpoint, waits in the queue and goes on in the same attempt",
    SLOW,
    async () => {
      await start("checkpoint", { time: "1", signalSeconds: 50 });
      await began(1);
      const { jobId } = record("slurm.json");
      await eventually("it is paused", () => existsSync(at("paused.json")), 90_000);
      await eventually("it waits", async () => (await observe()).engineState.startsWith("PENDING"));
      expect(await observe()).toMatchObject({ state: "starting", exitCode: null });
      expect((await observe()).engineState).toContain("goes on from its checkpoint");
      await began(2);
      await ended();
      expect(await observe()).toMatchObject({ state: "exited", exitCode: 0 });
      expect(record("supervisor.json")).toEqual({ slurmJob: jobId });
      expect(existsSync(at("cancel"))).toBe(false);
      expect(existsSync(at("launch.json"))).toBe(false);
    },
  );

  test("without requeue the checkpoint ends the attempt", SLOW, async () => {
    await start("checkpoint", { time: "1", signalSeconds: 50, requeue: false });
    await eventually("it ended", async () => (await observe()).state === "exited", 90_000);
    expect(await observe()).toMatchObject({ exitCode: 75 });
  });

  test(
    "pre-empted, a trainer that writes its checkpoint goes on later; told to stop meanwhile, it does not",
    SLOW,
    async () => {
      await start("checkpoint", { partition: "abrupt", extra: { exclusive: true } });
      await began(1);
      const urgent = tell(
        "sbatch",
        "--parsable",
        "--partition=urgent",
        "--exclusive",
        "--output=/dev/null",
        "--wrap=sleep 600",
      ).trim();
      await eventually("it waits", async () => (await observe()).engineState.startsWith("PENDING"));
      expect(await observe()).toMatchObject({ state: "starting" });
      const { name, jobId } = record("slurm.json");
      expect(name).toContain("att_0123456789abcdef");
      await open().stop(runDir, { graceMs: 60_000 });
      expect(await observe()).toMatchObject({ state: "exited", exitCode: 75 });
      expect(jobState(jobId)).toBe("CANCELLED");
      tell("scancel", urgent);
    },
  );

  test("pre-empted without a checkpoint it is gone, and Slurm does not start it again", SLOW, async () => {
    await start("stubborn", { partition: "abrupt", extra: { exclusive: true } });
    await began(1);
    const { pid } = record("trainer.json");
    tell("scontrol", "requeue", record("slurm.json").jobId);
    await ended();
    expect(await observe()).toMatchObject({ state: "gone", exitCode: null });
    expect(isGroupAlive(pid)).toBe(false);
    expect(text("starts")).toBe("x");
    await eventually("Slurm has let go of it", () =>
      ["CANCELLED", ""].includes(jobState(record("slurm.json").jobId)),
    );
  });

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

  test("the controller may go and come back: nothing is lost, nothing starts twice", SLOW, async () => {
    await start("until");
    await began(1);
    await stopController();
    const away = await observe();
    expect(away).toMatchObject({ state: "running" });
    expect(away.engineState).toContain("does not answer");
    writeFileSync(at("finish"), "9");
    await ended();
    expect(await observe()).toMatchObject({ state: "exited", exitCode: 9 });
    await startController();
    await start("until");
    expect(text("starts")).toBe("x");
  });

  test("submitted while the controller is away, it stays unstarted until one is there", SLOW, async () => {
    await stopController();
    const launcher = open();
    const begin = () => launcher.start(runDir, { program: trainer, args: [runDir, "succeed"] }, process.env);
    await begin();
    const seen = await launcher.observe(runDir);
    expect(seen.state).toBe("unstarted");
    expect(seen.engineState).toMatch(/not submitted yet: .*(contact|connect)/i);
    await startController();
    await eventually("it ended", async () => {
      await begin();
      return (await launcher.observe(runDir)).state === "exited";
    });
    expect(text("starts")).toBe("x");
  });

  test(
    "an agent killed between submission and its record finds the job again by its name",
    PATIENCE,
    async () => {
      const later = { extra: { begin: "now+1hour" } };
      await start("until", later);
      const known = record("slurm.json");
      writeFileSync(at("slurm.json"), JSON.stringify({ ...known, jobId: null }));
      expect(await observe()).toMatchObject({ state: "unstarted" });
      await start("until", later);
      expect(record("slurm.json")).toEqual(known);
      expect(tell("squeue", "--noheader", `--name=${known.name}`, "--format=%i").trim()).toBe(known.jobId);
      expect(await observe()).toMatchObject({ state: "starting", engineState: "PENDING (BeginTime)" });
    },
  );

  test("a second job of the same run directory ends without starting anything", PATIENCE, async () => {
    await start("until");
    await began(1);
    const { name, jobId } = record("slurm.json");
    const script = join(import.meta.dirname, "slurm/batch.sh");
    const args = ["--parsable", `--job-name=${name}`, "--output=/dev/null", script, "python3", runDir];
    const second = tell("sbatch", ...args).trim();
    await eventually("the second ended", () => jobState(second) === "COMPLETED");
    expect(await observe()).toMatchObject({ state: "running" });
    expect(text("starts")).toBe("x");
    expect(record("supervisor.json")).toEqual({ slurmJob: jobId });
  });

  test("its end is known after Slurm has forgotten the job", PATIENCE, async () => {
    await start("succeed");
    await ended();
    const { name } = record("slurm.json");
    await eventually(
      "Slurm forgot",
      () => tell("squeue", "--noheader", "--states=all", `--name=${name}`) === "",
    );
    expect(await observe()).toMatchObject({ state: "exited", exitCode: 0 });
  });

  test("a batch process killed outright takes the trainer with it and is gone", PATIENCE, async () => {
    await start("stubborn");
    await began(1);
    const { pid } = record("trainer.json");
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    process.kill(Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]), "SIGKILL");
    await ended();
    expect(await observe()).toMatchObject({ state: "gone" });
    await eventually("the trainer ended", () => !isGroupAlive(pid));
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
    expect(readdirSync(runDir).concat(readdirSync(process.cwd()))).not.toContain("pwned");
  });

  test("a hostile run directory and hostile arguments arrive as they are", PATIENCE, async () => {
    runDir = join(folder, "%j %% $(touch pwned) `x` ; 'q' \"d\" é -rf");
    mkdirSync(runDir);
    const args = ["$(touch pwned)", "", "a\nb", "--wrap=x", "é\u202e", "'\"\\"];
    await open({ extra: { comment: args.join(" ").replace("\n", " ") } }).start(
      runDir,
      { program: trainer, args: [runDir, "arguments", ...args] },
      process.env,
    );
    await ended();
    expect(record("arguments.seen")).toEqual(args);
    expect(existsSync(at("supervisor.log"))).toBe(true);
    expect(readdirSync(runDir)).not.toContain("pwned");
  });

  test("the token is neither in what Slurm shows nor in what it keeps", PATIENCE, async () => {
    const token = "swr_this-is-the-secret-of-one-attempt";
    await start("until", {}, { ...process.env, STEPWELL_RUN_TOKEN: token });
    await began(1);
    const shown = tell("scontrol", "show", "job", "--details", record("slurm.json").jobId);
    expect(shown).toContain(runDir);
    const kept = readdirSync(join(conf, "../state"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    expect(kept.length).toBeGreaterThan(0);
    for (const place of [shown, ...kept]) expect(place.includes(token)).toBe(false);
  });

  test("CPU time of a busy trainer is told", SLOW, async () => {
    await start("busy");
    await eventually("it used CPU time", async () => ((await open().cpuSeconds(runDir)) ?? 0) > 0.5);
  });
}
