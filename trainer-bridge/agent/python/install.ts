import { mkdirSync, statfsSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { lock } from "../file-lock";
import {
  type EnvPlace,
  envPlace,
  existingParent,
  type Inspection,
  inspect,
  isRememberedReady,
  lack,
  rememberReady,
  runCapture,
  trainerFiles,
} from "./env";
import { findBasePython } from "./find";
import type { Narrator } from "./narrator";
import { pip } from "./pip";

/** CUDA builds of torch bring gigabytes of libraries; without them a tenth of it is enough. */
const SPACE_BYTES = { cuda: 8e9, plain: 2.5e9 };
const INSTALL_WAIT_MS = 3_600_000;
/** torch's own index of builds without CUDA, asked only where no NVIDIA driver is. */
const CPU_WHEELS = "https://download.pytorch.org/whl/cpu";

export interface PrepareRequest {
  root: string;
  /** Extras of the trainer's package, such as "test". */
  extras: string[];
  log: string;
  /** Where it is to be; left out: where the environment's variables say. */
  place?: EnvPlace;
  /** The trainer's own package, to be installed as well; left out or null: it runs from its sources. */
  wheel?: string | null;
  terminal: Narrator;
  signal: AbortSignal;
}

/** A Python that can run the trainer, or a sentence that says why there is none and what mends it. */
export type Prepared = { python: string; how: "reused" | "installed" } | { problem: string };

/**
 * Finds the trainer's environment, or makes it. What is there is never installed again; a broken-off
 * installation goes on where it ended; two starts at once install once.
 */
export async function preparePython(request: PrepareRequest): Promise<Prepared> {
  const place = request.place ?? envPlace();
  if (!place.own) return checkOwnPython(place.python, request);
  if (isRememberedReady(place.dir, request.root, wishesOf(request)))
    return { python: place.python, how: "reused" };
  try {
    mkdirSync(dirname(place.dir), { recursive: true });
  } catch (error) {
    return { problem: `${dirname(place.dir)} cannot be made: ${messageOf(error)}` };
  }
  const release = await lock(`${place.dir}.lock`, INSTALL_WAIT_MS, () =>
    request.terminal.status("Another Stepwell is preparing the trainer's environment; waiting for it …"),
  );
  try {
    return await reuseOrInstall(place, request);
  } catch (error) {
    return { problem: messageOf(error) };
  } finally {
    release();
    request.terminal.settle();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function checkOwnPython(python: string, { root, extras }: PrepareRequest): Promise<Prepared> {
  const wrong = lack(await inspect(python, root, extras));
  if (wrong === null) return { python, how: "reused" };
  const { constraints, trainer } = trainerFiles(root);
  return {
    problem:
      `STEPWELL_PYTHON (${python}) cannot run the trainer: ${wrong}. Install what is missing with ` +
      `\`${python} -m pip install -c ${constraints} ${trainer}\`, or unset STEPWELL_PYTHON to let Stepwell make an environment.`,
  };
}

async function reuseOrInstall(
  place: Extract<EnvPlace, { own: true }>,
  request: PrepareRequest,
): Promise<Prepared> {
  const { root, extras } = request;
  const before = await inspect(place.python, root, extras);
  if (lack(before) === null) {
    const failed = await installWheel(place.python, request);
    if (failed) return { problem: failed };
    rememberReady(place.dir, root, wishesOf(request), false);
    return { python: place.python, how: "reused" };
  }
  const base = await ensureVenv(place, request);
  if (base !== null) return { problem: base };
  const found = await inspect(place.python, root, extras);
  if (typeof found === "string")
    return { problem: `${place.dir} is damaged (${found}): remove it and start again.` };
  const space = spaceProblem(place.dir, found);
  if (space) return { problem: space };
  const failure =
    (await install(place.python, found, request)) ?? (await installWheel(place.python, request));
  if (failure) return { problem: failure };
  const left = lack(await inspect(place.python, root, extras));
  if (left) return { problem: `The installation ended, but ${left}. Its log: ${request.log}` };
  rememberReady(place.dir, root, wishesOf(request), true);
  return { python: place.python, how: "installed" };
}

/** What an environment is remembered to satisfy, beyond the pins: a wheel's name carries its version. */
function wishesOf({ extras, wheel }: PrepareRequest): string[] {
  return wheel ? [...extras, basename(wheel)] : extras;
}

/** Its dependencies are there already. Answers what went wrong, or null. */
async function installWheel(python: string, request: PrepareRequest): Promise<string | null> {
  if (!request.wheel) return null;
  return (await pip(python, ["install", "--no-deps", request.wheel], request))?.text ?? null;
}

/** Makes the empty environment where there is none that runs. Answers what went wrong, or null. */
async function ensureVenv(
  place: Extract<EnvPlace, { own: true }>,
  request: PrepareRequest,
): Promise<string | null> {
  const alive = await runCapture([place.python, "-m", "pip", "--version"], 60_000, request.signal);
  if (alive.code === 0) return null;
  const base = findBasePython();
  if ("problem" in base) return base.problem;
  request.terminal.line(`Preparing the trainer's environment with Python ${base.version} in ${place.dir}`);
  const made = await runCapture([base.command, "-m", "venv", "--clear", place.dir], 120_000, request.signal);
  if (made.code !== 0)
    return `The environment could not be made: ${(made.err || made.out).trim().slice(-600)}`;
  return null;
}

function hasNvidia(): boolean {
  return process.platform === "linux" && existingParent("/proc/driver/nvidia") === "/proc/driver/nvidia";
}

function spaceProblem(dir: string, found: Inspection): string | null {
  if (!found.missing.includes("torch")) return null;
  const needed =
    process.platform === "linux" && process.arch === "x64" ? SPACE_BYTES.cuda : SPACE_BYTES.plain;
  const at = existingParent(dir);
  const { bavail, bsize } = statfsSync(at);
  const free = bavail * bsize;
  if (free >= needed) return null;
  const gb = (bytes: number) => (bytes / 1e9).toFixed(1);
  return (
    `The trainer's environment may need ${gb(needed)} GB, and ${at} has ${gb(free)} GB free. Free some space, ` +
    "or set STEPWELL_PYTHON_ENV to a folder on another disk, and start again. The pages work without it."
  );
}

/** Where torch is offered without CUDA and no GPU could use it, that build is taken: gigabytes less to fetch. */
async function cpuTorch(python: string, found: Inspection, signal: AbortSignal): Promise<string[] | null> {
  const wanted = found.missing.includes("torch") && process.platform === "linux" && !hasNvidia();
  if (!wanted) return null;
  const args = ["install", `torch${found.torch}`, "--no-deps", "--index-url", CPU_WHEELS];
  const quick = ["--dry-run", "--quiet", "--retries", "0", "--timeout", "10"];
  const tried = await runCapture([python, "-m", "pip", ...args, ...quick], 60_000, signal);
  return tried.code === 0 ? args : null;
}

async function install(python: string, found: Inspection, request: PrepareRequest): Promise<string | null> {
  const { terminal, root, log, signal } = request;
  writeFileSync(log, "");
  terminal.line(
    `Installing the trainer's Python packages (${[...found.missing, ...found.wrong.map((w) => w.name)].join(", ")}) …`,
  );
  const began = Date.now();
  const { constraints } = trainerFiles(root);
  // A newer pip first: it resumes broken downloads and reports progress as plain lines.
  const upgrade = await pip(python, ["install", "--upgrade", "pip"], request);
  if (upgrade) return upgrade.text;
  const cpu = await cpuTorch(python, found, signal);
  if (cpu) {
    const failed = await pip(python, cpu, request);
    if (failed) return failed.text;
  }
  const failed = await pip(python, ["install", "-c", constraints, ...found.requirements], request);
  if (failed && !failed.unoffered) return failed.text;
  if (failed) {
    // The full list was pinned on another Python; what the trainer itself imports is still pinned exactly.
    terminal.line(
      `Not every pinned package exists for Python ${found.python}: pinning the trainer's own only.`,
    );
    const looser = await pip(python, ["install", ...found.pinned], request);
    if (looser) return looser.text;
  }
  terminal.line(`Trainer's environment ready after ${Math.round((Date.now() - began) / 1000)} s.`);
  return null;
}

/** Path of the log of installations. */
export function installLog(logs: string): string {
  return join(logs, "python-install.log");
}
