import { join } from "node:path";
import type { AgentSettingsAnswer } from "../../../lib/contracts/enrolments";
import { parseOptions } from "../options";
import type { EnvPlace } from "../python/env";
import type { AgentRun } from "../run-agent";
import { agentHome, type InstalledConfig, readConfig, readToken, writeConfig } from "./home";
import { DownloadError, fetchSettings } from "./server";
import { wheelIn } from "./wheel";

/** The settings as the server has them now; where it does not answer, as it had them last. Throws if it refuses the token. */
async function currentSettings(config: InstalledConfig, token: string): Promise<AgentSettingsAnswer> {
  try {
    return await fetchSettings(config.server, token);
  } catch (error) {
    if (error instanceof DownloadError && error.status === 401)
      throw new Error(
        `${config.server} refuses this host's token: it was revoked. Install again with a new command.`,
      );
    return config.settings;
  }
}

/** How an installed agent is to run: what its folder and its server say of it. */
export async function installedRun(env: NodeJS.ProcessEnv): Promise<AgentRun> {
  const home = agentHome(env);
  const config = readConfig(home);
  const token = readToken(home);
  const settings = await currentSettings(config, token);
  if (settings !== config.settings) writeConfig(home, { ...config, settings });
  const made = join(home.python, "bin", "python");
  const options = parseOptions([
    ...["--server", config.server],
    ...["--data", config.data],
    ...["--name", settings.hostName],
    ...["--launcher", settings.launcher],
    ...["--launcher-config", JSON.stringify(settings.launcherConfig)],
    ...["--capacity", String(settings.capacity)],
    ...["--python", config.python ?? made],
  ]);
  const place: EnvPlace = { own: true, dir: home.python, python: made };
  // A Python that its owner named is looked at and never changed.
  const prepare = config.python === null ? { place, log: home.installLog, wheel: wheelIn(home) } : null;
  return { options, token, prepare };
}
