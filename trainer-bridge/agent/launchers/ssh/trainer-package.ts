import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { sourceText, trainerSources } from "../../source-files";

const FOLDER = "trainer-bridge/trainer";

export interface TrainerPackage {
  /** Name of its folder on the remote host: a digest of what is in it. */
  version: string;
  /** gzip of JSON: path -> base64. */
  archive: Buffer;
}

let packed: TrainerPackage | undefined;

/** The trainer's sources for a remote host. Read once in the agent's life. */
export function trainerPackage(): TrainerPackage {
  packed ??= pack();
  return packed;
}

function pack(): TrainerPackage {
  const files = Object.fromEntries(
    trainerSources().map((name) => [
      name.slice(FOLDER.length + 1),
      Buffer.from(sourceText(name), "utf8").toString("base64"),
    ]),
  );
  const text = JSON.stringify(files);
  const version = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return { version, archive: gzipSync(text) };
}
