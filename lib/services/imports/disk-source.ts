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
  const below = await readdir(path, { recursive: true });
  const files = await Promise.all(below.filter((each) => !isHidden(each)).map((each) => fileAt(path, each)));
  return sourceOf(
    name,
    files.flatMap((file) => file ?? []).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  );
}

const isHidden = (name: string) => name.split(sep).some((part) => part.startsWith("."));

/** A file of a folder; null for what is none, as a folder in it or a link that leads nowhere. */
async function fileAt(folder: string, below: string): Promise<PlacedFile | null> {
  const path = join(folder, below);
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? { name: below.replaceAll(sep, "/"), path, bytes: found.size } : null;
}

export interface PlacedFile {
  name: string;
  path: string;
  bytes: number;
}

/** Files that are open at once: a folder may hold thousands, and a process may not open as many. */
const MOST_OPEN = 32;

interface OpenFile {
  handle: Promise<FileHandle>;
  /** Reads that are not through. */
  reading: number;
}

/** Opens files when they are first read, and closes those that were opened longest ago and that nobody reads. */
class OpenFiles {
  private readonly opened = new Map<string, OpenFile>();

  async read(path: string, start: number, end: number): Promise<Uint8Array> {
    const file = this.opened.get(path) ?? { handle: open(path, "r"), reading: 0 };
    this.opened.set(path, file);
    file.reading += 1;
    try {
      await this.closeOldest();
      return await readPart(await file.handle, start, end);
    } finally {
      file.reading -= 1;
    }
  }

  private async closeOldest(): Promise<void> {
    if (this.opened.size <= MOST_OPEN) return;
    const idle = [...this.opened].find(([, { reading }]) => reading === 0);
    if (!idle) return;
    this.opened.delete(idle[0]);
    await (await idle[1].handle).close();
  }

  async closeAll(): Promise<void> {
    // One that could not be opened has nothing to close.
    for (const { handle } of this.opened.values()) await (await handle.catch(() => null))?.close();
    this.opened.clear();
  }
}

/** These files as a source. */
export function sourceOf(name: string, placed: readonly PlacedFile[]): DiskSource {
  const files = new OpenFiles();
  return {
    name,
    files: placed.map((file) =>
      importFile(file.name, file.bytes, (start, end) => files.read(file.path, start, end)),
    ),
    close: () => files.closeAll(),
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
