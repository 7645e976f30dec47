import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { distDir, ensureBuild, isFresh } from "../../scripts/lib/build";
import { homeDir, ROOT } from "../../scripts/lib/home";
import { runningInstance } from "../../scripts/lib/instance";
import { envPlace, inspect, lack } from "../../scripts/lib/python-env";
import { Terminal } from "../../scripts/lib/terminal";
import { startProduct } from "./product";
import { runSmokeAblation } from "./smoke";

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
 * One real Stepwell for all journeys: Postgres, web, agent and, where the trainer's environment is ready, a smoke
 * ablation that the real trainer has run. Journeys read STEPWELL_E2E_URL and STEPWELL_E2E_ABLATION ("" without one).
 */
export default async function setup(): Promise<() => Promise<void>> {
  await build();
  const product = await startProduct();
  process.env.STEPWELL_E2E_URL = product.url;
  process.env.STEPWELL_E2E_ABLATION = "";
  try {
    const wrong = lack(await inspect(envPlace().python, ROOT));
    if (wrong) console.log(`no trainer here, journeys that need one are skipped: ${wrong}`);
    else process.env.STEPWELL_E2E_ABLATION = await runSmokeAblation(product.url);
  } catch (error) {
    console.log(product.output());
    await product.dispose();
    throw error;
  }
  return () => product.dispose();
}
