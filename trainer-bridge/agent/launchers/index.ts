import { localLauncher } from "./local";

/** Every launcher there is. A new one is one file and one line here; conformance.test.ts runs over all. */
export const LAUNCHERS = { local: localLauncher };
export type LauncherName = keyof typeof LAUNCHERS;
export const LAUNCHER_NAMES = Object.keys(LAUNCHERS) as LauncherName[];
