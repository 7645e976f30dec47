import type { LauncherName } from "@/lib/contracts/launchers";
import type { EngineOrReason } from "./engine";

/** How the engine of each launcher is started: loaded when it is asked for, with whatever it installs. */
export const ENGINES: Record<LauncherName, () => Promise<EngineOrReason>> = {
  local: async () => (await import("./local")).openLocal(),
  ssh: async () => (await import("./ssh")).openSsh(),
  slurm: async () => (await import("./slurm")).openSlurm(),
  ray: async () => (await import("./ray")).openRay(),
};
