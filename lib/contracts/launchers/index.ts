import type { LauncherContract } from "./definition";
import { LOCAL } from "./local";
import { RAY } from "./ray";
import { SLURM } from "./slurm";
import { SSH } from "./ssh";

/** Every launcher there is, as forms and checks see it: its words, its settings, and what one launch may change. */
export const LAUNCHER_CONTRACTS = { local: LOCAL, ssh: SSH, slurm: SLURM, ray: RAY };
export type LauncherName = keyof typeof LAUNCHER_CONTRACTS;
export const LAUNCHER_NAMES = Object.keys(LAUNCHER_CONTRACTS) as LauncherName[];

/** The launcher of a host by the name that its agent told; null for one that this version does not know. */
export function launcherContract(name: string): LauncherContract | null {
  const all: readonly LauncherContract[] = Object.values(LAUNCHER_CONTRACTS);
  return all.find((contract) => contract.name === name) ?? null;
}
