import { createHash } from "node:crypto";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import type { FileHead, ImportFile, TraceImporter } from "@/lib/importers/importer";
import { headOf, importFile } from "@/lib/importers/source";

const HASH_BLOCK = 1 << 20;

/** Files that are read from a disk, opened when they are first read. */
export interface DiskSource {
  /** What its user calls it. */
  name: string;
  files: ImportFile[];
  close(): Promise<void>;
}

/** A file, or all files of a folder and the folders in it, in the order of their names. Hidden ones are left out. */
export async function diskSource(path: string): Promise<DiskSource> {
  const found = await stat(path);
  const name = basename(path) || path;
  if (!found.isDirectory()) return sourceOf(name, [{ name, path, bytes: found.size }]);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const at = join(entry.parentPath, entry.name);
        const below = at.slice(path.replace(/[/\\]+$/, "").length + 1).replaceAll(sep, "/");
        return { name: below, path: at, bytes: (await stat(at)).size };
      }),
  );
  const shown = files.filter(({ name }) => !name.split("/").some((part) => part.startsWith(".")));
  return sourceOf(
    name,
    shown.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  );
}

export interface PlacedFile {
  name: string;
  path: string;
  bytes: number;
}

/** These files as a source. */
export function sourceOf(name: string, placed: readonly PlacedFile[]): DiskSource {
  const handles = new Map<string, Promise<FileHandle>>();
  const handleOf = (path: string) => {
    const opened = handles.get(path) ?? open(path, "r");
    handles.set(path, opened);
    return opened;
  };
  return {
    name,
    files: placed.map((file) =>
      importFile(file.name, file.bytes, async (start, end) =>
        readPart(await handleOf(file.path), start, end),
      ),
    ),
    close: async () => {
      for (const handle of handles.values()) await (await handle).close();
      handles.clear();
    },
  };
}

async function readPart(file: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(Math.max(end - start, 0));
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await file.read(buffer, done, buffer.length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

/** Of a folder the files that a format reads; of one file that file, whatever it is called. */
export function filesFor(importer: TraceImporter, files: readonly ImportFile[]): ImportFile[] {
  if (files.length <= 1) return [...files];
  return files.filter(({ name }) =>
    importer.endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase())),
  );
}

/** The beginnings of files, for detecting; of so many at most that a large folder takes no time. */
export async function headsOf(files: readonly ImportFile[], most = 50): Promise<FileHead[]> {
  const heads: FileHead[] = [];
  for (const file of files.slice(0, most)) heads.push(await headOf(file));
  return heads;
}

/** sha256 over the names and contents of files: what makes a source the same source. */
export async function sumOfSource(files: readonly ImportFile[]): Promise<string> {
  const digest = createHash("sha256");
  for (const file of files) {
    digest.update(`${JSON.stringify([file.name, file.bytes])}\n`);
    for (let at = 0; at < file.bytes; at += HASH_BLOCK)
      digest.update(await file.read(at, Math.min(at + HASH_BLOCK, file.bytes)));
  }
  return digest.digest("hex");
}
