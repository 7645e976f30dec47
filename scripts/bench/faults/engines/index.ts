import type { LauncherName } from "@/lib/contracts/launchers";
import type { EngineOrReason } from "./engine";
import { openLocal } from "./local";
import { openRay } from "./ray";
import { openSlurm } from "./slurm";
import { openSsh } from "./ssh";

/** How the engine of each launcher is started; each installs what it needs and can have. */
export const ENGINES: Record<LauncherName, () => Promise<EngineOrReason>> = {
  local: openLocal,
  ssh: openSsh,
  slurm: openSlurm,
  ray: openRay,
};
