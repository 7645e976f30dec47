import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { freeBytes } from "../failure-detail";

const READ_BYTES = 1 << 20;
/** What stays free of a disk that artifacts are fetched to. */
const ROOM_BYTES = 64 * 1024 * 1024;

/** Links are none. */
export async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() ?? false;
}

/** In bytes; 0 where nothing is there. */
export async function sizeNow(path: string): Promise<number> {
  return (await lstat(path).catch(() => null))?.size ?? 0;
}

/** Throws where a disk has no room for so many bytes more. */
export function refuseFullDisk(folder: string, wanted: number): void {
  const free = freeBytes(folder);
  if (wanted + ROOM_BYTES <= free) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1024 ** 2);
  throw new Error(
    `No space left on device: the disk that holds ${folder} has ${megabytes(free)} MB free and ${megabytes(wanted)} MB are to come`,
  );
}

/** sha256 of a plain file, lower-case hex. Throws for a link. */
export async function sumOf(path: string): Promise<string> {
  const digest = createHash("sha256");
  const file: FileHandle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const block = Buffer.allocUnsafe(READ_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(block, 0, READ_BYTES, null);
      if (bytesRead === 0) return digest.digest("hex");
      digest.update(block.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** Makes what was renamed into a folder last. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

/** How long ago something was changed; 0 where nothing is there. */
export async function ageMs(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null);
  return found ? Date.now() - found.mtimeMs : 0;
}

/** Sum of the sizes of all plain files below a folder, in bytes; links are not followed. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries.map(async (entry) =>
      entry.isFile() ? (await lstat(join(entry.parentPath, entry.name))).size : 0,
    ),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
