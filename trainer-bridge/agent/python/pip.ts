import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { runCapture } from "./env";
import type { Narrator } from "./narrator";
import { PIP_START, pipText, readPipLine } from "./progress";

const QUIET_LINE_MS = 10_000;

/** Why pip ended badly; `unoffered`: this combination of versions does not exist for this Python. */
export interface PipFailure {
  text: string;
  unoffered: boolean;
}

export interface PipRequest {
  log: string;
  terminal: Narrator;
  signal: AbortSignal;
}

/** Runs pip with its progress shown. Answers what went wrong, or null. */
export async function pip(python: string, args: string[], request: PipRequest): Promise<PipFailure | null> {
  const { terminal, log, signal } = request;
  const raw = await understandsRaw(python);
  const progress = raw ? ["--progress-bar", "raw"] : [];
  const child = spawn(
    python,
    ["-m", "pip", ...args, ...progress, "--no-input", "--disable-pip-version-check"],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PYTHONUNBUFFERED: "1" },
      signal,
      killSignal: "SIGTERM",
    },
  );
  let state = PIP_START;
  let shown = { file: "", stage: "", at: 0 };
  let errors = "";
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (!line.startsWith("Progress ")) appendFileSync(log, `${line}\n`);
    state = readPipLine(state, line);
    terminal.status(pipText(state));
    if (terminal.interactive) return;
    const news =
      state.stage !== shown.stage || (state.file !== shown.file && /GB|\d{2,}\.\d MB/.test(state.size));
    if (!news && Date.now() - shown.at < QUIET_LINE_MS) return;
    shown = { file: state.file, stage: state.stage, at: Date.now() };
    terminal.line(pipText(state));
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    appendFileSync(log, `${line}\n`);
    errors = `${errors}${line}\n`.slice(-4000);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  signal.throwIfAborted();
  if (code === 0) return null;
  return { text: explainPip(errors, log), unoffered: isUnoffered(errors) && !isNetworkTrouble(errors) };
}

async function understandsRaw(python: string): Promise<boolean> {
  const { out } = await runCapture([python, "-m", "pip", "--version"], 60_000);
  const [major = 0, minor = 0] = (/^pip (\S+)/.exec(out)?.[1] ?? "").split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 1);
}

function isNetworkTrouble(errors: string): boolean {
  return /NewConnectionError|name resolution|Connection ?(Error|refused|reset)|timed out|not known|getaddrinfo|ProxyError|SSLError/i.test(
    errors,
  );
}

function isUnoffered(errors: string): boolean {
  return /No matching distribution|Could not find a version|ResolutionImpossible/.test(errors);
}

/** pip's complaint as a sentence with the fix. */
export function explainPip(errors: string, log: string): string {
  const all = `All it said: ${log}. The pages work without the trainer.`;
  if (/No space left on device|\[Errno 28\]/.test(errors))
    return `The disk is full: free some space, or set STEPWELL_PYTHON_ENV to a folder on another disk, and start again. ${all}`;
  if (isNetworkTrouble(errors))
    return `The package index cannot be reached: check the network (and pip's proxy or index settings), then start again; what has been fetched is kept. ${all}`;
  if (isUnoffered(errors))
    return `The package index does not offer what this Python and platform need: ${lastError(errors)} ${all}`;
  return `The trainer's packages could not be installed: ${lastError(errors)} ${all}`;
}

function lastError(errors: string): string {
  const lines = errors.trim().split("\n");
  return (lines.filter((l) => l.startsWith("ERROR")).at(-1) ?? lines.at(-1) ?? "pip said nothing.").trim();
}
