import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { BUNDLED, type Bundle } from "./bundled";

const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));
let root: string | null = BUNDLED ? null : CHECKOUT;

/** The agent's version: the package's in a checkout; a bundle's also names its content. */
export function agentVersion(): string {
  if (BUNDLED) return BUNDLED.version;
  const file = readFileSync(join(CHECKOUT, "package.json"), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(file)).version;
}

/**
 * Writes what a bundled agent carries below a folder, where other processes and machines find it; in a checkout there is
 * nothing to write. Files of another version stay: trainers that were started with them may still run.
 *
 * @param dataDir the agent's folder, which compute nodes of a cluster see as well
 */
export function placeSources(dataDir: string): void {
  if (BUNDLED) root = writeOut(BUNDLED, join(dataDir, ".assets"));
}

/** The folder that holds trainer-bridge/: the checkout, or what `placeSources` wrote. */
export function sourceRoot(): string {
  if (root === null) throw new Error("the bundled agent's files are not written yet (placeSources)");
  return root;
}

/** The text of a file, by its path in a checkout ("trainer-bridge/agent/…"). */
export function sourceText(name: string): string {
  return BUNDLED ? bundledText(BUNDLED, name) : readFileSync(join(CHECKOUT, name), "utf8");
}

/** Paths of the files below a folder of the checkout, in order; an installed agent knows those that it carries. */
function sourceNames(folder: string): string[] {
  const names = BUNDLED
    ? Object.keys(BUNDLED.files)
    : below(join(CHECKOUT, folder)).map((name) => `${folder}/${name}`);
  return names.filter((name) => name.startsWith(`${folder}/`) && !name.includes("__pycache__")).sort();
}

/** Paths of the trainer's Python packages: what it runs, and the client for commands that it wraps. */
export function trainerSources(): string[] {
  return ["stepwell", "stepwell_trainer"].flatMap((name) => sourceNames(`trainer-bridge/trainer/${name}`));
}

function below(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
}

function bundledText({ files }: Bundle, name: string): string {
  const text = files[name];
  if (text === undefined) throw new Error(`${name} is not among the files of this agent`);
  return text;
}

/** Writes everything beside its place and moves it there at once: a folder of that name is always whole. */
function writeOut({ files }: Bundle, into: string): string {
  const digest = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  const place = join(into, digest);
  if (existsSync(place)) return place;
  mkdirSync(into, { recursive: true });
  const scratch = mkdtempSync(join(into, ".writing-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(scratch, name)), { recursive: true });
      writeFileSync(join(scratch, name), text);
    }
    renameSync(scratch, place);
  } catch (error) {
    if (!existsSync(place)) throw error; // another agent of this folder was faster
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return place;
}
