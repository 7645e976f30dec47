import { existsSync, writeFileSync } from "node:fs";
import type { LauncherObservation } from "./launchers/types";
import { runFile } from "./run-files";

/** Notes that what ends this attempt now is the end of its agent. */
export function markInterrupted(runDir: string): void {
  writeFileSync(runFile(runDir, "interrupted"), "");
}

/** A marked attempt that had to be killed is gone, not crashed; one that ended by itself is what it is. */
export function asInterrupted(runDir: string, seen: LauncherObservation): LauncherObservation {
  if (seen.state !== "exited" || seen.signal === null || !existsSync(runFile(runDir, "interrupted")))
    return seen;
  return { ...seen, state: "gone", engineState: "ended with its agent", error: "its agent was stopped" };
}
