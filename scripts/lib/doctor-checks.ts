import { readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import {
  envPlace,
  existingParent,
  inspect,
  lack,
  runCapture,
  trainerFiles,
} from "@/trainer-bridge/agent/python/env";
import { findBasePython } from "@/trainer-bridge/agent/python/find";
import { findBrowser } from "./browser";
import { distDir, isFresh } from "./build";
import type { Home } from "./home";
import { runningInstance } from "./instance";
import { DEFAULT_PORT, isFree } from "./ports";
import { isAlive } from "./processes";

/** One line of the doctor. `note`: not needed for what Stepwell does by default, or mended by the next start. */
export interface Finding {
  name: string;
  state: "ok" | "missing" | "note";
  found: string;
  /** How to mend it; empty where nothing is to be done. */
  fix: string;
}

const LOW_DISK_BYTES = 2e9;
const DOCTOR_LIMIT_MS = 180_000;

function finding(name: string, state: Finding["state"], found: string, fix = ""): Finding {
  return { name, state, found, fix };
}

/** True if a version is at least the wanted one; both as 1.2 or 1.2.3. */
export function atLeast(version: string, wanted: string): boolean {
  const [a, b] = [version, wanted].map((v) =>
    v
      .replace(/^[^\d]*/, "")
      .split(".")
      .map(Number),
  );
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

export function checkNode(root: string): Finding {
  const manifest = z
    .object({ engines: z.object({ node: z.string() }) })
    .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const wanted = manifest.engines.node;
  const ok = atLeast(process.versions.node, wanted);
  return finding("Node", ok ? "ok" : "missing", process.versions.node, ok ? "" : `Install Node ${wanted}.`);
}

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ version: z.string().optional(), optional: z.boolean().optional() }),
  ),
});

/** What the lock file names and node_modules lacks, or has in another version. Optional packages may be absent. */
export function packageDifferences(wanted: unknown, installed: unknown): string[] {
  const want = lockFile.parse(wanted).packages;
  const have = lockFile.parse(installed).packages;
  return Object.entries(want)
    .filter(([path, entry]) => {
      if (path === "") return false;
      const there = have[path];
      return there ? there.version !== entry.version : entry.optional !== true;
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ""));
}

export function checkPackages(root: string): Finding {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));
  try {
    const wrong = packageDifferences(read("package-lock.json"), read("node_modules/.package-lock.json"));
    if (wrong.length === 0) return finding("npm packages", "ok", "as in package-lock.json");
    return finding(
      "npm packages",
      "missing",
      `${wrong.length} differ: ${wrong.slice(0, 5).join(", ")}`,
      "Run `npm ci`.",
    );
  } catch (error) {
    return finding("npm packages", "missing", String(error), "Run `npm ci`.");
  }
}

export async function checkDatabase(): Promise<Finding> {
  const url = process.env.DATABASE_URL;
  if (!url) return checkEmbedded();
  const { default: postgres } = await import("postgres");
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
    return finding("Postgres", "ok", `the server of DATABASE_URL, ${row?.version ?? "unknown version"}`);
  } catch (error) {
    const fix = "Start that server, correct DATABASE_URL, or unset it to use the embedded one.";
    return finding("Postgres", "missing", error instanceof Error ? error.message : String(error), fix);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function checkEmbedded(): Promise<Finding> {
  const { findBinaries } = await import("@/db/postgres-binaries");
  try {
    const { postgres } = findBinaries();
    const asked = await runCapture([postgres, "--version"], 10_000);
    if (asked.code === 0) return finding("Postgres", "ok", `embedded: ${asked.out.trim()}`);
    return finding("Postgres", "missing", asked.err.trim(), "Run `npm ci` with install scripts allowed.");
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return finding("Postgres", "missing", said, "Run `npm ci`, or set DATABASE_URL.");
  }
}

export async function checkPython(root: string): Promise<Finding> {
  const place = envPlace();
  const found = await inspect(place.python, root);
  const wrong = lack(found);
  if (wrong === null && typeof found !== "string")
    return finding("Trainer's Python", "ok", `${place.python} (${found.python})`);
  if (!place.own)
    return finding("Trainer's Python", "missing", `STEPWELL_PYTHON: ${wrong}`, "Install that, or unset it.");
  const base = findBasePython();
  if ("problem" in base) return finding("Trainer's Python", "missing", "not prepared", base.problem);
  const fix = `\`npm start\` prepares it with ${base.command} (${base.version}).`;
  return finding("Trainer's Python", "missing", `not ready in ${place.dir}`, fix);
}

const trainerDoctor = z.looseObject({
  cuda: z.boolean().optional(),
  mps: z.boolean().optional(),
  threads: z.number().optional(),
});

export async function checkDevice(root: string): Promise<Finding> {
  const asked = await runCapture(
    [envPlace().python, "-m", "stepwell_trainer", "doctor"],
    DOCTOR_LIMIT_MS,
    undefined,
    { PYTHONPATH: trainerFiles(root).trainer },
  );
  try {
    const said = trainerDoctor.parse(JSON.parse(asked.out));
    const device = said.cuda ? "CUDA" : said.mps ? "MPS (Apple)" : `CPU, ${said.threads ?? "?"} threads`;
    return finding("Training device", "ok", device);
  } catch {
    return finding("Training device", "note", "unknown until the trainer's Python is ready");
  }
}

export async function checkBrowser(): Promise<Finding> {
  const found = await findBrowser({ install: false, say: () => {} });
  if ("problem" in found)
    return finding(
      "Browser (tests)",
      "note",
      "none",
      "`npm test` tries to install one; or set STEPWELL_CHROMIUM.",
    );
  return finding("Browser (tests)", "ok", found.path ?? "Playwright's own");
}

export function checkDisk(home: Home): Finding {
  const { bavail, bsize } = statfsSync(existingParent(home.dir));
  const free = bavail * bsize;
  const text = `${(free / 1e9).toFixed(1)} GB free at ${home.dir}`;
  if (free > LOW_DISK_BYTES) return finding("Disk", "ok", text);
  return finding(
    "Disk",
    "missing",
    text,
    "Free some space, or set STEPWELL_HOME to a folder on another disk.",
  );
}

export function checkBuild(root: string): Finding {
  if (isFresh(root, distDir())) return finding("Production build", "ok", `${distDir()} is of these sources`);
  return finding("Production build", "note", "missing or of other sources", "`npm start` builds it.");
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL("/api/v1/health", url), { signal: AbortSignal.timeout(5_000) })).status < 500;
  } catch {
    return false;
  }
}

/** The server, the agent and the port, as the state file and the system tell. */
export async function checkRunning(home: Home): Promise<Finding[]> {
  const running = runningInstance(home.stateFile);
  if (!running) {
    const free = await isFree(DEFAULT_PORT, "127.0.0.1");
    return [
      finding("Server", "note", "not running", "`npm start`"),
      finding(
        "Port",
        free ? "ok" : "note",
        `${DEFAULT_PORT} is ${free ? "free" : "taken: the next free one is used"}`,
      ),
    ];
  }
  const url = running.url;
  const up = url !== null && (await answers(url));
  const agent = running.children.agent;
  const alive = agent !== undefined && isAlive(agent);
  return [
    up
      ? finding("Server", "ok", `${url} (process ${running.owner.pid})`)
      : finding(
          "Server",
          "missing",
          `process ${running.owner.pid} runs, its pages do not answer`,
          `See ${home.logs}/web.log.`,
        ),
    alive
      ? finding("Agent", "ok", `process ${agent.pid}`)
      : finding("Agent", "note", "not running", `See ${home.logs}/agent.log.`),
  ];
}
