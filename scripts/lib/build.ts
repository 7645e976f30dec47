import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lock } from "@/trainer-bridge/agent/file-lock";
import type { Terminal } from "./terminal";

/** Folders and files that `next build` reads. Migrations are read at start, tests never. */
const INPUTS = ["app", "components", "lib", "db", "public"];
const INPUT_FILES = [
  "next.config.ts",
  "instrumentation.ts",
  "proxy.ts",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "postcss.config.mjs",
];
const IGNORED = /(\.test\.tsx?$)|(^|\/)(testing|migrations)(\/|$)|\.md$/;
const MARK = "stepwell-build.txt";

function filesBelow(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const found: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (IGNORED.test(path)) continue;
    if (entry.isDirectory()) found.push(...filesBelow(root, path));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

/** A hash of all that goes into the production build, by content: a fresh clone of the same commit agrees. */
export function inputsHash(root: string): string {
  const names = [
    ...INPUTS.flatMap((folder) => filesBelow(root, folder)),
    ...INPUT_FILES.filter((f) => existsSync(join(root, f))),
  ];
  const hash = createHash("sha256");
  for (const name of names.sort())
    hash
      .update(name)
      .update("\0")
      .update(readFileSync(join(root, name)))
      .update("\0");
  return hash.digest("hex");
}

/** Folder of the production build, relative to the checkout (Next insists on that). */
export function distDir(env: NodeJS.ProcessEnv = process.env): string {
  return env.STEPWELL_DIST ?? ".next";
}

/** True if the build in `dist` was made of exactly these inputs. */
export function isFresh(root: string, dist: string, hash = inputsHash(root)): boolean {
  try {
    return (
      existsSync(join(root, dist, "BUILD_ID")) && readFileSync(join(root, dist, MARK), "utf8").trim() === hash
    );
  } catch {
    return false;
  }
}

function runNextBuild(root: string, dist: string, log: string, signal: AbortSignal): Promise<number | null> {
  const out = openSync(log, "w");
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: root,
    stdio: ["ignore", out, out],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", STEPWELL_DIST: dist },
    signal,
    killSignal: "SIGTERM",
  });
  closeSync(out);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
}

function lastLines(file: string, count: number): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}

export interface BuildRequest {
  root: string;
  dist: string;
  /** Where the build's own words go. */
  log: string;
  terminal: Terminal;
  signal: AbortSignal;
}

/**
 * Builds the pages if the build there is not of these sources. Two starts at once: the second waits and reuses.
 * @throws with the last lines of the build's output
 */
export async function ensureBuild(request: BuildRequest): Promise<"reused" | "built"> {
  const { root, dist, log, terminal } = request;
  const hash = inputsHash(root);
  if (isFresh(root, dist, hash)) return "reused";
  const release = await lock(join(root, `${dist}.lock`), 600_000);
  const began = Date.now();
  const ticker = setInterval(
    () => terminal.status(`Building the pages … ${Math.round((Date.now() - began) / 1000)} s`),
    1_000,
  );
  try {
    if (isFresh(root, dist, hash)) return "reused";
    terminal.line("Building the pages (once for each version, about a minute) …");
    const code = await runNextBuild(root, dist, log, request.signal);
    if (code !== 0)
      throw new Error(
        `The pages could not be built (exit ${code}); all of it: ${log}\n${lastLines(log, 30)}`,
      );
    writeFileSync(join(root, dist, MARK), `${hash}\n`);
    terminal.line(`Pages built in ${Math.round((Date.now() - began) / 1000)} s.`);
    return "built";
  } finally {
    clearInterval(ticker);
    terminal.settle();
    release();
  }
}
