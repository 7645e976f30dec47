import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, test } from "vitest";
import { eventually, freshFolder, removeFolder } from "../../../testing/agent-process";
import { slurmLauncher } from "../../slurm";
import { type Launcher, openLauncher } from "../../types";
import { type SlurmCluster, startSlurmCluster } from "./cluster";
import { writeTrainer } from "./trainer";

/** Slurm looks at time limits every half minute and keeps a requeued job waiting for a while. */
export const SLOW = { timeout: 240_000 };

/** Runs the tests on a cluster of their own, or skips them with a printed reason where Slurm cannot be installed. */
export async function onSlurm(
  title: string,
  tests: (cluster: SlurmCluster) => void | Promise<void>,
): Promise<void> {
  const cluster = await startSlurmCluster();
  if (typeof cluster === "string") {
    const why = `${title} is not tested: ${cluster}`;
    console.warn(why);
    test.skip(why, () => {});
    return;
  }
  process.env.SLURM_CONF = cluster.conf;
  afterAll(() => cluster.close());
  describe(title, () => tests(cluster));
}

/** A fresh launcher, as a restarted agent has, with settings that fit a cluster of one machine. */
export function openSlurm(more: Record<string, unknown> = {}): Launcher {
  return openLauncher(slurmLauncher, { termMs: 300, pollMs: 100, settleMs: 1500, mem: "20M", ...more });
}

/** One run directory for each test, what is done with it and what can be seen of it. */
export function attemptOn({ tell }: SlurmCluster) {
  let folder: string;
  let runDir: string;
  let trainer: string;
  let watcher: Launcher;
  const enterRunDir = (name: string) => {
    runDir = join(folder, name);
    mkdirSync(runDir);
  };
  beforeEach(() => {
    watcher = openSlurm();
    folder = freshFolder();
    enterRunDir("att_0123456789abcdef");
    trainer = writeTrainer(folder);
  });
  afterEach(async () => {
    await openSlurm().stop(runDir, { graceMs: 0 });
    removeFolder(folder);
  });
  const at = (name: string) => join(runDir, name);
  const text = (name: string) => readFileSync(at(name), "utf8");
  const observe = () => watcher.observe(runDir);
  /** The trainer's command line for one of its ways. */
  const command = (way: string, ...args: string[]) => ({ program: trainer, args: [runDir, way, ...args] });
  return {
    runDir: () => runDir,
    enterRunDir,
    at,
    text,
    record: (name: string) => JSON.parse(text(name)),
    command,
    observe,
    start: (way: string, more: Record<string, unknown> = {}, env: NodeJS.ProcessEnv = process.env) =>
      openSlurm(more).start(runDir, command(way), env),
    stop: (graceMs: number) => openSlurm().stop(runDir, { graceMs }),
    began: (times = 1) =>
      eventually(
        `start ${times}`,
        () => existsSync(at("starts")) && text("starts") === "x".repeat(times),
        120_000,
      ),
    ended: () => eventually("it ended", async () => ["exited", "gone"].includes((await observe()).state)),
    /** Empty once Slurm has forgotten the job. */
    jobState: (id: string) => {
      const lines = tell("squeue", "--noheader", "--states=all", "--format=%i %T").split("\n");
      return lines.find((line) => line.startsWith(`${id} `))?.slice(id.length + 1) ?? "";
    },
  };
}
