import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "../../db/embedded";
import { homeDir } from "../../lib/server/home-dir";
import { distDir, ensureBuild, isFresh } from "../../scripts/lib/build";
import { ROOT } from "../../scripts/lib/home";
import { runningInstance } from "../../scripts/lib/instance";
import { Terminal } from "../../scripts/lib/terminal";
import { envPlace, inspect, lack } from "../../trainer-bridge/agent/python/env";
import { startProduct } from "./product";

/** The product's own build, unless a Stepwell is serving from it and would lose its pages. */
function chooseDist(): string {
  const running = runningInstance(join(homeDir(), "running.json"));
  const own = distDir();
  return running?.root === ROOT && !isFresh(ROOT, own) ? `${own}-e2e` : own;
}

async function build(): Promise<void> {
  process.env.STEPWELL_DIST = chooseDist();
  const logs = mkdtempSync(join(tmpdir(), "stepwell-build-"));
  await ensureBuild({
    root: ROOT,
    dist: distDir(),
    log: join(logs, "build.log"),
    terminal: new Terminal(),
    signal: new AbortController().signal,
  });
  rmSync(logs, { recursive: true, force: true });
}

/**
 * One real Stepwell for all journeys: Postgres, web and agent. It begins empty; the first journey launches the smoke
 * ablation, and the real trainer runs it while the journeys that need none go on. e2e/world/server.ts reads what is
 * set here.
 */
export default async function setup(): Promise<() => Promise<void>> {
  await build();
  const product = await startProduct();
  process.env.STEPWELL_E2E_URL = product.url;
  // Adopts the server that runs already: this only asks where it listens.
  process.env.STEPWELL_E2E_SOCKET = (await startEmbedded(join(product.home, "postgres"))).socketDir;
  const wrong = lack(await inspect(envPlace().python, ROOT));
  process.env.STEPWELL_E2E_NO_TRAINER = wrong ?? "";
  if (wrong) console.log(`no trainer here, journeys that need one are skipped: ${wrong}`);
  return () => product.dispose();
}
