import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "@/lib/domain/errors";
import { env } from "@/lib/server/env";

/** Postgres lives on the same disk: so much stays free for it. */
const RESERVE_BYTES = 256 * 1024 * 1024;
const READ_BYTES = 1 << 20;

/** Folder of the store: `ab/<sha256>` for whole files, `incoming/<sha256>.part` for what is on its way. */
function storeDir(): string {
  return join(env().home, "artifacts");
}

/** Where a file of that content lies, if it is there. */
export function storedPath(sha256: string): string {
  return join(storeDir(), sha256.slice(0, 2), sha256);
}

function partPath(sha256: string): string {
  return join(storeDir(), "incoming", `${sha256}.part`);
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw trouble(error);
  }
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** What the file system says, in the words of lib/domain/errors.ts. */
function trouble(error: unknown): unknown {
  if (hasCode(error, "ENOSPC", "EDQUOT"))
    return new AppError("storage-full", "there is no room left for the file", error);
  return hasCode(error, "ENOENT", "EPIPE") ? new AppError("internal", {}, error) : error;
}

/** Size of a stored file; null if it is not there. */
export function storedSize(sha256: string): Promise<number | null> {
  return sizeOf(storedPath(sha256));
}

/** How much of a file has arrived so far. */
export async function receivedBytes(sha256: string): Promise<number> {
  return (await sizeOf(partPath(sha256))) ?? 0;
}

async function refuseIfFull(folder: string, wanted: number): Promise<void> {
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  if (wanted + RESERVE_BYTES > free)
    throw new AppError(
      "storage-full",
      `${wanted} bytes are to come, ${free} are free, and ${RESERVE_BYTES} of them stay free for the database`,
    );
}

/** A write may take part of the bytes only, as the last one on a disk that fills up. */
async function writeWhole(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

export interface Piece {
  /** Where in the file its first byte belongs. */
  offset: number;
  /** Size of the whole file, in bytes. */
  length: number;
  body: AsyncIterable<Uint8Array>;
}

async function writePiece(file: FileHandle, { offset, length, body }: Piece): Promise<number> {
  let at = offset;
  for await (const bytes of body) {
    if (at + bytes.length > length)
      throw new AppError("invalid-request", {
        detail: `more came than the ${length} bytes that were announced`,
        fields: [{ path: "upload-length", message: `the body goes on behind byte ${length}` }],
      });
    await writeWhole(file, bytes, at);
    at += bytes.length;
  }
  return at;
}

/** Files that somebody is sending at this moment: two senders of one file would only wait for each other. */
const busy = new Set<string>();

async function alone<T>(sha256: string, work: () => Promise<T>): Promise<T> {
  if (busy.has(sha256))
    throw new AppError("too-many-requests", {
      detail: "this file is being received from another sender",
      retryAfterMs: 2000,
    });
  busy.add(sha256);
  try {
    return await work();
  } finally {
    busy.delete(sha256);
  }
}

/**
 * Takes a piece of a file. With the last one the sum is verified and the file appears, whole and durable; a file with
 * another sum is refused and leaves nothing. A piece that breaks off leaves what came of it, to go on from there.
 *
 * @returns bytes that are here now; `length` where the file is complete
 * @throws AppError `conflict` where bytes before `offset` are missing, `storage-full`, `invalid-request` for a file
 *   that is not what its name says
 */
export function receivePiece(sha256: string, piece: Piece): Promise<number> {
  return alone(sha256, async () => {
    const path = partPath(sha256);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const received = await appendTo(path, piece);
      if (received === piece.length) await seal(sha256, path);
      return received;
    } catch (error) {
      const refused = trouble(error);
      const isRefusal = refused instanceof AppError && refused.code !== "conflict";
      if (isRefusal) await rm(path, { force: true });
      throw refused;
    }
  });
}

/**
 * Takes a piece of a file that is known by its place: what follows `offset` replaces what was there. Two senders at once
 * are refused.
 *
 * @returns bytes that are here now
 * @throws AppError `conflict` where bytes before `offset` are missing, `storage-full`, `invalid-request` for too many
 */
export function receiveAt(path: string, piece: Piece): Promise<number> {
  return alone(path, async () => {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      return await appendTo(path, piece);
    } catch (error) {
      throw trouble(error);
    }
  });
}

async function appendTo(path: string, piece: Piece): Promise<number> {
  const { O_CREAT, O_NOFOLLOW, O_RDWR } = constants;
  const file = await open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    const { size } = await file.stat();
    if (piece.offset > size)
      throw new AppError("conflict", `${size} bytes are here, so byte ${piece.offset} cannot follow`);
    await refuseIfFull(dirname(path), piece.length - piece.offset);
    await file.truncate(piece.offset);
    const received = await writePiece(file, piece);
    if (received === piece.length) await file.sync();
    return received;
  } finally {
    await file.close();
  }
}

/** sha256 of a file in lower-case hex, a block at a time. */
async function sumOf(path: string): Promise<string> {
  const digest = createHash("sha256");
  for await (const block of createReadStream(path, { highWaterMark: READ_BYTES })) digest.update(block);
  return digest.digest("hex");
}

async function seal(sha256: string, part: string): Promise<void> {
  const sum = await sumOf(part);
  if (sum !== sha256)
    throw new AppError("invalid-request", {
      detail: `the sha256 of what came is ${sum}, not ${sha256}: nothing was kept`,
      fields: [{ path: "sha256", message: "is not the sum of the bytes that came" }],
    });
  const path = storedPath(sha256);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rename(part, path);
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Opens a stored file to read; null if it is not there. */
export async function openStored(sha256: string): Promise<{ file: FileHandle; bytes: number } | null> {
  try {
    const file = await open(storedPath(sha256), "r");
    return { file, bytes: (await file.stat()).size };
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw trouble(error);
  }
}

/** Blocks of an open file from `start` to before `end`; closes it when they are through or nobody wants more. */
export async function* blocksOf(file: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array> {
  try {
    for (let at = start; at < end; ) {
      const wanted = Math.min(READ_BYTES, end - at);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
      if (bytesRead === 0) throw new Error("the stored file became shorter");
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Removes a file from the store. */
export async function removeStored(sha256: string): Promise<void> {
  await rm(storedPath(sha256), { force: true });
}

/** Removes what came of files that nobody went on sending since `before`. */
export async function removeStaleParts(before: Date): Promise<number> {
  const folder = join(storeDir(), "incoming");
  const names = await readdir(folder).catch(() => []);
  let removed = 0;
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (!found || found.mtime >= before || busy.has(name.replace(/\.part$/, ""))) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}
