import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const SYSTEM_NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "microsoft-edge",
];
const MAC_APPS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const INSTALL_LIMIT_MS = 300_000;

/** A browser to test with; `path` null means Playwright's own. */
export type Browser = { path: string | null; from: string } | { problem: string };

export interface BrowserFacts {
  named: string | undefined;
  exists(path: string): boolean;
  pathFolders: string[];
  platform: NodeJS.Platform;
  /** Where Playwright would look for its own, whether or not it is there. */
  playwright: string | null;
}

/** The order: the variable, the system's, Playwright's own. Null if none is there. */
export function chooseBrowser(facts: BrowserFacts): Browser | null {
  if (facts.named)
    return facts.exists(facts.named)
      ? { path: facts.named, from: "STEPWELL_CHROMIUM" }
      : { problem: `STEPWELL_CHROMIUM names ${facts.named}, which is not there.` };
  const candidates = [
    ...SYSTEM_NAMES.flatMap((name) => facts.pathFolders.map((folder) => join(folder, name))),
    ...(facts.platform === "darwin" ? MAC_APPS : []),
  ];
  const system = candidates.find((path) => facts.exists(path));
  if (system) return { path: system, from: "this system" };
  if (facts.playwright && facts.exists(facts.playwright)) return { path: null, from: "Playwright" };
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function gather(): Promise<BrowserFacts> {
  let playwright: string | null = null;
  try {
    playwright = (await import("@playwright/test")).chromium.executablePath();
  } catch {
    // installed without development packages
  }
  return {
    named: process.env.STEPWELL_CHROMIUM,
    exists: isExecutable,
    pathFolders: (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== ""),
    platform: process.platform,
    playwright,
  };
}

/** How a browser could be had here without asking anyone: as root on Debian its package, else Playwright's. */
function installCommand(): string[][] {
  const debian = process.platform === "linux" && existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
  if (debian)
    return [
      ["apt-get", "update", "-qq"],
      ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ];
  return [[process.execPath, "node_modules/@playwright/test/cli.js", "install", "chromium"]];
}

function install(say: (text: string) => void): void {
  for (const command of installCommand()) {
    say(`No browser found; trying: ${command.join(" ")}`);
    const [program = "", ...args] = command;
    const done = spawnSync(program, args, {
      stdio: ["ignore", "ignore", "inherit"],
      timeout: INSTALL_LIMIT_MS,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (done.status !== 0) return;
  }
}

/** Finds a Chromium, and installs one where that can be done and is wanted. */
export async function findBrowser(options: { install: boolean; say(text: string): void }): Promise<Browser> {
  const found = chooseBrowser(await gather());
  if (found) return found;
  if (options.install) install(options.say);
  return (
    chooseBrowser(await gather()) ?? {
      problem:
        "no Chromium found, and none could be installed. Install one, or name one in STEPWELL_CHROMIUM.",
    }
  );
}
