import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";

const INSPECT_LIMIT_MS = 60_000;

/** Where the trainer's environment is: the user's own Python, or one of ours that all checkouts share. */
export type EnvPlace = { python: string; own: false } | { python: string; own: true; dir: string };

/** STEPWELL_PYTHON wins; STEPWELL_PYTHON_ENV moves the shared environment. */
export function envPlace(env: Record<string, string | undefined> = process.env): EnvPlace {
  if (env.STEPWELL_PYTHON) return { python: env.STEPWELL_PYTHON, own: false };
  const cache = env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const dir = env.STEPWELL_PYTHON_ENV ?? join(cache, "stepwell", "python");
  return { python: join(dir, "bin", "python"), own: true, dir };
}

const inspection = z.object({
  python: z.string(),
  requirements: z.array(z.string()),
  pinned: z.array(z.string()),
  missing: z.array(z.string()),
  wrong: z.array(z.object({ name: z.string(), wanted: z.string(), found: z.string() })),
  torch: z.string(),
});
export type Inspection = z.infer<typeof inspection>;

export function trainerFiles(root: string) {
  const trainer = join(root, "trainer-bridge", "trainer");
  return {
    trainer,
    pyproject: join(trainer, "pyproject.toml"),
    constraints: join(trainer, "constraints.txt"),
  };
}

/** Runs a program to its end, with its output. Never through a shell. */
export function runCapture(
  command: string[],
  limitMs: number,
  signal?: AbortSignal,
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
      timeout: limitMs,
      signal,
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.once("error", (error) => resolve({ code: null, out, err: err || error.message }));
    child.once("close", (code) => resolve({ code, out, err }));
  });
}

/** Compares an environment with what the trainer pins. Costs a tenth of a second: nothing heavy is imported. */
export async function inspect(
  python: string,
  root: string,
  extras: string[] = [],
): Promise<Inspection | string> {
  const { pyproject, constraints } = trainerFiles(root);
  const script = join(root, "trainer-bridge", "agent", "python", "python_inspect.py");
  const asked = await runCapture([python, script, pyproject, constraints, ...extras], INSPECT_LIMIT_MS);
  if (asked.code !== 0) return asked.err.trim().split("\n").at(-1) ?? `${python} does not run`;
  const parsed = inspection.safeParse(JSON.parse(asked.out));
  return parsed.success ? parsed.data : `${python} gave an answer that makes no sense`;
}

/** What is wrong with an environment in one sentence, or null if the trainer can run in it. */
export function lack(found: Inspection | string): string | null {
  if (typeof found === "string") return found;
  const parts = [
    ...found.missing.map((name) => `${name} is missing`),
    ...found.wrong.map((w) => `${w.name} is ${w.found}, wanted ${w.wanted}`),
  ];
  return parts.length === 0 ? null : parts.join("; ");
}

/** Identity of what an environment was prepared for; kept in it, so that a later start asks nobody. */
function fingerprint(root: string, extras: string[]): string {
  const { pyproject, constraints } = trainerFiles(root);
  const hash = createHash("sha256");
  for (const file of [pyproject, constraints]) hash.update(readFileSync(file)).update("\0");
  return hash.update(extras.join(",")).digest("hex");
}

function markFile(dir: string): string {
  return join(dir, "stepwell-ready.json");
}

const marks = z.array(z.string());

function readMarks(dir: string): string[] {
  try {
    return marks.parse(JSON.parse(readFileSync(markFile(dir), "utf8")));
  } catch {
    return [];
  }
}

/** Several checkouts may share one environment: the last few fingerprints that it satisfied are kept. */
export function rememberReady(dir: string, root: string, extras: string[], changed: boolean): void {
  const mark = fingerprint(root, extras);
  const others = changed ? [] : readMarks(dir).filter((m) => m !== mark);
  writeFileSync(markFile(dir), `${JSON.stringify([mark, ...others].slice(0, 8))}\n`);
}

export function isRememberedReady(dir: string, root: string, extras: string[]): boolean {
  return existsSync(join(dir, "bin", "python")) && readMarks(dir).includes(fingerprint(root, extras));
}

/** Nearest folder that exists: where free space can be asked for. */
export function existingParent(path: string): string {
  let at = path;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}
