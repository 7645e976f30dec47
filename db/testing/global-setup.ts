import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../embedded";
import { ensureDatabase, migrate } from "../migrate";
import { socketRoot } from "../postgres-binaries";
import { TEMPLATE } from "./template";

const PREFIX = "stepwell-test-";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Ends servers whose test process was killed, and removes their data. */
function sweep(root: string): void {
  for (const name of readdirSync(root)) {
    const owner = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (!owner || isAlive(owner)) continue;
    try {
      process.kill(
        Number(readFileSync(join(root, name, "data", "postmaster.pid"), "utf8").split("\n")[0]),
        "SIGQUIT",
      );
    } catch {
      // no server left
    }
    rmSync(join(root, name), { recursive: true, force: true });
  }
}

/** One real Postgres per test run with a migrated template; each test file clones it (db/testing/database.ts). */
export default async function setup(project: TestProject) {
  sweep(socketRoot());
  const home = mkdtempSync(join(socketRoot(), `${PREFIX}${process.pid}-`));
  chmodSync(home, 0o755);
  // Durability is not what these tests test; the fault tests start a server of their own.
  const server = await startEmbedded(home, [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
  ]);
  await ensureDatabase(server.socketDir, TEMPLATE);
  await migrate({ socketDir: server.socketDir, database: TEMPLATE });
  project.provide("socketDir", server.socketDir);
  return async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    socketDir: string;
  }
}
