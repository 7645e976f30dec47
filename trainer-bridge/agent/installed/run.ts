import { join } from "node:path";
import type { AgentSettingsAnswer } from "../../../lib/contracts/enrolments";
import { parseOptions } from "../options";
import type { Preparation } from "../prepare-trainer";
import type { EnvPlace } from "../python/env";
import { findPlainPython } from "../python/find";
import type { AgentRun } from "../run-agent";
import { type AgentHome, agentHome, type InstalledConfig, readConfig, readToken, writeConfig } from "./home";
import { preparesElsewhere } from "./prepares";
import { DownloadError, fetchSettings } from "./server";
import { wheelIn } from "./wheel";

/** Trying again is of no use: systemd is told so by the exit code (service.ts). */
export class RefusedToken extends Error {}

/** The settings as the server has them now; where it does not answer, as it had them last. Throws if it refuses the token. */
async function currentSettings(config: InstalledConfig, token: string): Promise<AgentSettingsAnswer> {
  try {
    return await fetchSettings(config.server, token);
  } catch (error) {
    if (error instanceof DownloadError && error.status === 401)
      throw new RefusedToken(
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
  const { python, prepare } = pythonOf(home, config, settings);
  const options = parseOptions([
    ...["--server", config.server],
    ...["--data", config.data],
    ...["--name", settings.hostName],
    ...["--launcher", settings.launcher],
    ...["--launcher-config", JSON.stringify(settings.launcherConfig)],
    ...["--capacity", String(settings.capacity)],
    ...["--python", python],
  ]);
  return { options, token, prepare };
}

/** One that its owner named is looked at and never changed; one without packages is enough where trainers run elsewhere. */
function pythonOf(
  home: AgentHome,
  { python }: InstalledConfig,
  settings: AgentSettingsAnswer,
): { python: string; prepare: Preparation | null } {
  if (python !== null) return { python, prepare: null };
  if (preparesElsewhere(settings)) {
    const plain = findPlainPython();
    if ("problem" in plain) throw new Error(plain.problem);
    return { python: plain.command, prepare: null };
  }
  const made = join(home.python, "bin", "python");
  const place: EnvPlace = { own: true, dir: home.python, python: made };
  return { python: made, prepare: { place, log: home.installLog, wheel: wheelIn(home) } };
}
