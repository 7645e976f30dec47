import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { runFile } from "../../run-files";

/** The watchdog looks at local files: this one changes when the remote trainer's do. 0 = it has written nothing yet. */
export function noteLife(runDir: string, touchedMs: number): void {
  if (touchedMs === 0 || !existsSync(runDir)) return;
  const path = runFile(runDir, "heartbeat");
  if (!existsSync(path)) writeFileSync(path, "");
  utimesSync(path, touchedMs / 1000, touchedMs / 1000);
}
