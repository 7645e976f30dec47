import { readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { z } from "zod";
import { writeAtomic } from "../../durable-file.mjs";
import { readRecord, runFile } from "../../run-files";
import { pythonProgram } from "../supervision/program";
import type { Command } from "../types";
import { type RayConfig, rayConfig } from "./config";
import type { RaySubmission } from "./jobs";

const RUN_DIR_VARIABLE = "STEPWELL_RUN_DIR_BASE64";

/** Names of this launcher's own files in a run directory; ray_supervisor.py knows them too. */
const FILES = {
  command: "command.json",
  environment: "environment.json",
  supervisor: "ray_supervisor.py",
  node: "node.json",
  beat: "beat.json",
  terminate: "terminate.json",
} as const;

/**
 * What Ray gives to a shell: a constant. The run directory comes in base64 because Ray replaces `${NAME}` in
 * the variables of a runtime environment.
 */
export const ENTRYPOINT = [
  "exec python3 -I -c '",
  "import base64, os, runpy, sys;",
  `d = base64.b64decode(os.environ["${RUN_DIR_VARIABLE}"]).decode();`,
  `sys.argv[1:] = [d];`,
  `runpy.run_path(os.path.join(d, "${FILES.supervisor}"), run_name="__main__")`,
  "'",
].join("");

/** What describes the agent's machine and not the job: on the node these stay the node's own. */
const MACHINE_VARIABLES =
  /^(PATH|HOME|HOSTNAME|USER|LOGNAME|SHELL|SHLVL|PWD|OLDPWD|TERM|TMPDIR|MAIL|DISPLAY|_|LD_LIBRARY_PATH|LD_PRELOAD|VIRTUAL_ENV|CONDA_.*|SSH_.*|XDG_.*|RAY_.*|CUDA_VISIBLE_DEVICES|NVIDIA_.*|ROCR_VISIBLE_DEVICES|HIP_VISIBLE_DEVICES)$/;

/** Ray's own name for this attempt: the same at every try, so that Ray refuses a second one. */
export function submissionIdOf(runDir: string): string {
  return basename(runDir);
}

/** Whether a start was asked for here: then everything that a node needs stands in the run directory. */
export function isIntended(runDir: string): boolean {
  return statSync(join(runDir, FILES.command), { throwIfNoEntry: false }) !== undefined;
}

/** Writes what a node needs to start the command. command.json comes last: with it the intent is whole. */
export function writeIntent(
  runDir: string,
  command: Command,
  env: Readonly<Record<string, string | undefined>>,
  config: RayConfig,
): void {
  const kept = Object.entries(env).filter(
    ([name]) => !MACHINE_VARIABLES.test(name) && !(name in config.runtimeEnv.envVars),
  );
  const program = config.python === "ray" ? null : command.program;
  const { termMs, endGraceMs, resources, runtimeEnv } = config;
  const intent = { program, args: command.args, termMs, endGraceMs, resources, runtimeEnv };
  writeAtomic(join(runDir, FILES.supervisor), pythonProgram("ray_supervisor"));
  // It holds the attempt's token, which Ray's dashboard would show; the supervisor removes it once read.
  writeAtomic(join(runDir, FILES.environment), JSON.stringify(Object.fromEntries(kept)), 0o600);
  writeAtomic(join(runDir, FILES.command), JSON.stringify(intent));
}

const reserved = z.looseObject({
  resources: rayConfig.shape.resources,
  runtimeEnv: rayConfig.shape.runtimeEnv,
});

/** The settings under which the intent of a run directory is handed in, now and by a later agent. */
export function intendedConfig(runDir: string, config: RayConfig): RayConfig {
  const intent = readRecord(join(runDir, FILES.command), reserved);
  return intent ? { ...config, resources: intent.resources, runtimeEnv: intent.runtimeEnv } : config;
}

/** Nothing will start here any more: what waited for it, the token above all, goes. */
export function dropEnvironment(runDir: string): void {
  rmSync(join(runDir, FILES.environment), { force: true });
}

/** Ray's runtime environment as a site wants it, with variables of our own. */
export function runtimeEnvOf(
  { runtimeEnv }: Pick<RayConfig, "runtimeEnv">,
  more: Record<string, string>,
): Record<string, unknown> {
  return {
    env_vars: { ...runtimeEnv.envVars, ...more },
    ...(runtimeEnv.pip ? { pip: runtimeEnv.pip } : {}),
    ...(runtimeEnv.workingDir ? { working_dir: runtimeEnv.workingDir } : {}),
  };
}

/** What to hand in for a run directory with an intent. Every value is JSON; none becomes part of the entrypoint. */
export function submissionOf(
  runDir: string,
  { resources, runtimeEnv, endGraceMs, termMs }: RayConfig,
): RaySubmission {
  const { cpus, gpus, memoryBytes, custom } = resources;
  return {
    submission_id: submissionIdOf(runDir),
    entrypoint: ENTRYPOINT,
    metadata: metadataOf(runDir),
    runtime_env: runtimeEnvOf(
      { runtimeEnv },
      {
        [RUN_DIR_VARIABLE]: Buffer.from(runDir, "utf8").toString("base64"),
        // A job stopped with Ray's own tools has time for its checkpoint as well.
        RAY_JOB_STOP_WAIT_TIME_S: String(Math.ceil((endGraceMs + termMs) / 1000) + 10),
      },
    ),
    ...(cpus === undefined ? {} : { entrypoint_num_cpus: cpus }),
    ...(gpus === undefined ? {} : { entrypoint_num_gpus: gpus }),
    ...(memoryBytes === undefined ? {} : { entrypoint_memory: memoryBytes }),
    ...(Object.keys(custom).length > 0 ? { entrypoint_resources: custom } : {}),
  };
}

const described = z.object({ name: z.string(), jobId: z.string() }).partial();

/** For people who look at Ray's dashboard. */
function metadataOf(runDir: string): Record<string, string> {
  const job = readRecord(runFile(runDir, "job"), described);
  // Ray stores UTF-8, which has no room for half a surrogate pair.
  const text = (value = "") => Buffer.from(value.slice(0, 500), "utf8").toString("utf8").replaceAll("\0", "");
  return { stepwell_job: text(job?.jobId), stepwell_name: text(job?.name) };
}

/** Asks the supervisor to end the trainer: SIGTERM now, SIGKILL `termMs` later. A later order replaces it. */
export function orderTermination(runDir: string, termMs: number): void {
  writeAtomic(join(runDir, FILES.terminate), JSON.stringify({ termMs }));
}

const nodeRecord = z.object({ hostname: z.string(), place: z.string() });

/** The node on which the supervisor runs, and whether its process numbers mean something to us. */
export function readNode(runDir: string): { hostname: string; isHere: boolean } | null {
  const node = readRecord(join(runDir, FILES.node), nodeRecord);
  return node && { hostname: node.hostname, isHere: node.place === place() };
}

/** This start of this machine and this pid namespace, in the words of ray_supervisor.py. */
function place(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

const beatRecord = z.object({ beats: z.int(), cpuSeconds: z.number().nullable() });

/** The supervisor's latest sign of life; `mark` differs from that of the one before. */
export function readBeat(runDir: string): { mark: string; cpuSeconds: number | null } | null {
  const path = join(runDir, FILES.beat);
  const beat = readRecord(path, beatRecord);
  const changedAtMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return beat && { mark: `${beat.beats} ${changedAtMs}`, cpuSeconds: beat.cpuSeconds };
}
