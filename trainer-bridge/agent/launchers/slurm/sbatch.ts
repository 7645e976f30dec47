import { basename, join } from "node:path";
import type { SlurmConfig } from "./config";

/** Our copy of the program that follows the trainer on the compute node. */
export const JOB_PROGRAM = "slurm_job.py";

/** A job name of harmless characters that no other run directory has. `unique` is random. */
export function jobName(runDir: string, unique: string): string {
  return `stepwell-${basename(runDir)
    .replace(/[^A-Za-z0-9_-]/g, "_")
    .slice(0, 64)}-${unique}`;
}

/** The arguments of sbatch for one run directory. Everything that is not constant is an argument of its own. */
export function sbatchArgs(
  config: SlurmConfig,
  job: { name: string; runDir: string; script: string },
): string[] {
  const options: [string, string | number | true | undefined][] = [
    ["parsable", true],
    ["job-name", job.name],
    ["chdir", job.runDir],
    ["output", "/dev/null"],
    ["input", "/dev/null"],
    ["ntasks", config.nodes],
    ["nodes", config.nodes],
    [config.requeue ? "requeue" : "no-requeue", true],
    ["signal", config.signalSeconds > 0 ? `B:USR1@${config.signalSeconds}` : undefined],
    ["partition", config.partition],
    ["account", config.account],
    ["qos", config.qos],
    ["time", config.time],
    ["gres", config.gres],
    ["cpus-per-task", config.cpusPerTask],
    ["mem", config.mem],
    ["constraint", config.constraint],
    ...Object.entries(config.extra),
  ];
  const given = options.flatMap(([name, value]) => {
    if (value === undefined) return [];
    return value === true ? [`--${name}`] : [`--${name}=${value}`];
  });
  return [...given, job.script, config.python, job.runDir];
}

/** The constant script, where it does not come from this machine. */
export const JOB_SCRIPT = "batch.sh";

/** Where the program is copied to, so that compute nodes find it beside what it works on. */
export function programIn(runDir: string): string {
  return join(runDir, JOB_PROGRAM);
}

/** What sbatch and the batch job get of the agent's environment: no secret, and no SBATCH_ variable that steers it. */
export function slurmEnvironment(agent: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = /^(PATH|HOME|USER|LOGNAME|SHELL|TZ|LANG|SLURM_CONF|SLURM_CONF_SERVER|LD_LIBRARY_PATH)$/;
  const env = Object.fromEntries(Object.entries(agent).filter(([name]) => kept.test(name)));
  return { ...env, NODE_ENV: agent.NODE_ENV, LC_ALL: "C" };
}

/** The trainer's environment as the agent wants it; what belongs to an allocation is the batch job's own. */
export function trainerEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(
    entries.filter(
      ([name = ""]) => name === "SLURM_CONF" || !/^(SLURM|SBATCH|SRUN|SLURMD)_|^LC_ALL$/.test(name),
    ),
  );
}
