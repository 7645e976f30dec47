import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { finished } from "node:stream/promises";
import type { ExportProvenance } from "@/lib/contracts";
import { inChunks } from "@/lib/services/exports/export-stream";

/** What was written, to be checked later. */
export interface WrittenFile {
  name: string;
  bytes: number;
  sha256: string;
}

/** A file that cannot be written; said to whoever named it. */
export class UnwritableFile extends Error {}

/** Refuses to write over what is there before anything is read. */
export function refuseToOverwrite(out: string, force: boolean): void {
  if (out !== "-" && !force && existsSync(out))
    throw new UnwritableFile(`${out} is there already: name another file, or add --force to write over it`);
}

async function pour(
  pieces: AsyncIterable<string | Uint8Array>,
  into: NodeJS.WritableStream,
): Promise<Omit<WrittenFile, "name">> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of inChunks(pieces)) {
    hash.update(chunk);
    bytes += chunk.length;
    if (!into.write(chunk)) await once(into, "drain");
  }
  return { bytes, sha256: hash.digest("hex") };
}

/**
 * Writes an export under another name and gives it its own once it is whole: a file that was cut never looks like one.
 * "-" is standard output.
 */
export async function writeExport(
  out: string,
  pieces: AsyncIterable<string | Uint8Array>,
): Promise<WrittenFile> {
  if (out === "-") return { name: "-", ...(await pour(pieces, process.stdout)) };
  const partial = `${out}.partial`;
  const file = createWriteStream(partial);
  try {
    await once(file, "open");
    const written = await pour(pieces, file);
    file.end();
    await finished(file);
    await rename(partial, out);
    return { name: out, ...written };
  } catch (error) {
    file.destroy();
    await rm(partial, { force: true });
    throw error;
  }
}

/** Lays the provenance beside the file. @returns where it lies */
export async function writeProvenance(
  out: string,
  provenance: ExportProvenance,
  file: WrittenFile,
): Promise<string> {
  const beside = `${out}.provenance.json`;
  await writeFile(beside, `${JSON.stringify({ ...provenance, file }, null, 2)}\n`);
  return beside;
}
