import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { homeDir } from "../../lib/server/home-dir";

/** The checkout this script belongs to: never the caller's working directory. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/** Everything Stepwell keeps on this machine, apart from the checkout. */
export interface Home {
  dir: string;
  logs: string;
  /** Parent of the embedded Postgres' data folder. */
  postgres: string;
  /** Run directories and outputs of the local agent. */
  agent: string;
  /** What runs now: see instance.ts. */
  stateFile: string;
  portFile: string;
}

/** Names the parts of the home folder and makes the folders that are missing. */
export function openHome(dir = homeDir()): Home {
  const home: Home = {
    dir,
    logs: join(dir, "logs"),
    postgres: join(dir, "postgres"),
    agent: join(dir, "agent"),
    stateFile: join(dir, "running.json"),
    portFile: join(dir, "port"),
  };
  // 0755: Postgres may run as another account and must pass through; its own data folder is 0700.
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  for (const part of [home.logs, home.agent]) mkdirSync(part, { recursive: true, mode: 0o700 });
  return home;
}
