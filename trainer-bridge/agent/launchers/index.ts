import type { LauncherName } from "../../../lib/contracts/launchers";
import { localLauncher } from "./local";
import { rayLauncher } from "./ray";
import { slurmLauncher } from "./slurm";
import { sshLauncher } from "./ssh";
import { type Launcher, type LauncherDefinition, openLauncher } from "./types";

/** Every launcher there is. A new one is one file and one line here; conformance.ts is what it must do. */
export const LAUNCHERS = {
  local: localLauncher,
  ray: rayLauncher,
  slurm: slurmLauncher,
  ssh: sshLauncher,
} satisfies Record<LauncherName, unknown>;

/** Opens an entry of the index. Throws a ZodError that names the wrong setting. */
export function openNamedLauncher(name: LauncherName, config: unknown): Launcher {
  const definition: LauncherDefinition = LAUNCHERS[name];
  return openLauncher(definition, config);
}
