import { runProcess } from "../process-run";
import { readLogs } from "./raw-logs";
import { type SlurmConfig, slurmConfig } from "./slurm/config";
import { type SlurmChannel, SlurmEngine } from "./slurm/engine";
import { SlurmObserver } from "./slurm/observer";
import { notedCpuSeconds } from "./slurm/records";
import { slurmEnvironment } from "./slurm/sbatch";
import { Starter } from "./slurm/start";
import { stopJob } from "./slurm/stop";
import type { Launcher, LauncherDefinition } from "./types";

/**
 * Batch jobs of a Slurm cluster, by its command line tools on a login node. The agent's folder has to be on a file
 * system that compute nodes see under the same path.
 */
export const slurmLauncher: LauncherDefinition<typeof slurmConfig> = {
  name: "slurm",
  title: "Slurm cluster",
  configSchema: slurmConfig,
  open: (config) => openSlurm(config, onThisMachine),
};

const onThisMachine: SlurmChannel = (command, limitMs) =>
  runProcess(command, { env: slurmEnvironment(process.env), limitMs });

function openSlurm(config: SlurmConfig, channel: SlurmChannel): Launcher {
  const engine = new SlurmEngine(channel, config.pollMs);
  const observer = new SlurmObserver(engine, config);
  const starter = new Starter(engine, config, observer);
  return {
    pollMs: config.pollMs,
    start: (runDir, command, env) => starter.start(runDir, command, env),
    observe: (runDir) => observer.observe(runDir),
    stop: (runDir, options) => stopJob(runDir, { ...options, config, engine, observer }),
    logs: async (runDir, from) => readLogs(runDir, from),
    cpuSeconds: async (runDir) => notedCpuSeconds(runDir),
  };
}
