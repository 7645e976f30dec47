import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** The package in a checkout; an installed agent leaves it to the remote environment. */
const SOURCE = fileURLToPath(new URL("../../../trainer/stepwell_trainer", import.meta.url));

export interface TrainerPackage {
  /** Name of its folder on the remote host: a digest of what is in it. */
  version: string;
  /** gzip of JSON: path -> base64. */
  archive: Buffer;
}

let packed: TrainerPackage | null | undefined;

/** The trainer's sources for a remote host; null where this agent has none. Read once in the agent's life. */
export function trainerPackage(): TrainerPackage | null {
  packed ??= existsSync(SOURCE) ? pack() : null;
  return packed;
}

function pack(): TrainerPackage {
  const names = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.includes("__pycache__") && statSync(join(SOURCE, name)).isFile())
    .sort();
  const files = Object.fromEntries(
    names.map((name) => [
      ["stepwell_trainer", ...name.split(sep)].join("/"),
      readFileSync(join(SOURCE, name)).toString("base64"),
    ]),
  );
  const text = JSON.stringify(files);
  const version = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return { version, archive: gzipSync(text) };
}
