import { SLURM } from "../../../lib/contracts/launchers/slurm";
import { trainerEnv } from "../trainer-command";
import { jobOptions } from "./job-options";
import { withServerAddress } from "./server-address";
import { clusterFacts } from "./slurm/cluster-facts";
import { type SlurmConfig, slurmConfig } from "./slurm/config";
import { SlurmEngine } from "./slurm/engine";
import { LOCAL_PLACE } from "./slurm/local-place";
import { SlurmObserver } from "./slurm/observer";
import type { SlurmPlace } from "./slurm/place";
import { RemotePlace } from "./slurm/remote-place";
import { Starter } from "./slurm/start";
import { stopJob } from "./slurm/stop";
import { checkRemoteTrainer } from "./ssh/check-trainer";
import { remoteDisk } from "./ssh/remote-disk";
import { remoteFacts } from "./ssh/remote-facts";
import { withHome } from "./ssh/settings";
import type { Launcher, LauncherDefinition } from "./types";

/**
 * Batch jobs of a Slurm cluster, by its command line tools. They run on this machine, whose folder has to be on a
 * file system that compute nodes see under the same path, or on a login node over SSH (`login`).
 */
export const slurmLauncher: LauncherDefinition<typeof slurmConfig> = {
  name: SLURM.name,
  title: SLURM.title,
  configSchema: slurmConfig,
  open: (config) => (config.login ? openOverSsh(config, config.login) : openAt(LOCAL_PLACE, config)),
};

function openAt(place: SlurmPlace, config: SlurmConfig): Launcher {
  const engine = new SlurmEngine(place.channel, config.pollMs);
  const observer = new SlurmObserver(engine, place, config);
  const starter = new Starter(engine, place, config, observer);
  return {
    pollMs: config.pollMs,
    start: async (runDir, command, env, launch = {}) => {
      const options = jobOptions(SLURM, launch);
      await starter.start(runDir, { command, env: withServerAddress(env, config.serverUrl), options });
    },
    observe: (runDir) => observer.observe(runDir),
    stop: async (runDir, options) => {
      await stopJob(runDir, { ...options, config, engine, place, observer });
      await observer.observe(runDir);
    },
    logs: (runDir, from) => place.logs(runDir, from),
    cpuSeconds: (runDir) => place.cpuSeconds(runDir),
    hostFacts: async (own) => ({ ...(await ofLoginNode(own)), ...(await clusterFacts(place.channel)) }),
  };
}

/** The disk is the jobs' own; processors and memory of a login node are not, and would be taken for theirs. */
async function ofLoginNode(own: () => Promise<Record<string, string>>): Promise<Record<string, string>> {
  const kept = [
    "driven over SSH",
    "not known now",
    "disk free",
    "platform",
    "architecture",
    "node",
    "python",
  ];
  return Object.fromEntries(Object.entries(await own()).filter(([name]) => kept.includes(name)));
}

function openOverSsh(config: SlurmConfig, login: NonNullable<SlurmConfig["login"]>): Launcher {
  const { termMs, pollMs } = config;
  const settings = withHome({ ...login, termMs, pollMs });
  const place = new RemotePlace(settings);
  const launcher = openAt(place, config);
  const { user, host, port } = settings;
  const there = () => remoteFacts(place.host, `${user ? `${user}@` : ""}${host}:${port}`);
  return {
    ...launcher,
    hostFacts: async () => (await launcher.hostFacts?.(there)) ?? {},
    trainerPython: settings.python,
    disk: remoteDisk(place.host),
    checkTrainer: () => checkRemoteTrainer(place.host, settings, trainerEnv(process.env)),
  };
}
