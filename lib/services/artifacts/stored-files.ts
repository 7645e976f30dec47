import type { Db } from "@/db/client";
import { deleteStoredFile, findStoredFile, noteStoredFile } from "@/db/queries/artifacts";
import type { StoredFile } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { blocksOf, openStored, type Piece, receivedBytes, receivePiece, storedSize } from "./file-store";

/** A moment's use is worth a write no more often than this. */
const TOUCH_MS = 3_600_000;

/** What is here of a file: all of it, a part, or nothing. A row whose file is gone is dropped. */
export async function lookAtFile(db: Db, sha256: string): Promise<StoredFile> {
  const row = await findStoredFile(db, sha256);
  const bytes = row && (await storedSize(sha256));
  if (row && bytes === row.bytes) return { sha256, stored: true, received: row.bytes };
  if (row) await deleteStoredFile(db, sha256);
  return { sha256, stored: false, received: await receivedBytes(sha256) };
}

/**
 * Takes a file, or a piece of it, into the store. Sent again it changes nothing.
 *
 * Throws as {@link receivePiece}, and `conflict` for a file that is here in another size.
 */
export async function storeFile(db: Db, sha256: string, piece: Piece, now: Date): Promise<StoredFile> {
  const known = await lookAtFile(db, sha256);
  if (known.stored) {
    if (known.received !== piece.length)
      throw new AppError("conflict", `the file of that sum has ${known.received} bytes, not ${piece.length}`);
    await noteStoredFile(db, sha256, known.received, now);
    return known;
  }
  const received = await receivePiece(sha256, piece);
  const stored = received === piece.length;
  if (stored) await noteStoredFile(db, sha256, received, now);
  return { sha256, stored, received };
}

/** The wanted part of a stored file, to be streamed. */
export interface OpenedFile {
  start: number;
  /** Behind the last wanted byte. */
  end: number;
  /** Of the whole file. */
  bytes: number;
  blocks: AsyncGenerator<Uint8Array>;
}

/**
 * Opens a stored file from a byte on.
 *
 * Throws `not-found` where the store does not hold it, `range-not-satisfiable` for a part behind its end.
 *
 * @param range as in the Range header; null: all of it
 */
export async function openFile(
  db: Db,
  sha256: string,
  range: { start: number; end: number | null } | null,
  now: Date,
): Promise<OpenedFile> {
  const row = await findStoredFile(db, sha256);
  const opened = row && (await openStored(sha256));
  if (!row || !opened || opened.bytes !== row.bytes) {
    await opened?.file.close();
    throw notFound("stored file", sha256);
  }
  const { file, bytes } = opened;
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? bytes, bytes);
  if (range && start >= end) {
    await file.close();
    throw new AppError("range-not-satisfiable", `the file has ${bytes} bytes`);
  }
  if (now.getTime() - row.lastUsedAt.getTime() > TOUCH_MS) await noteStoredFile(db, sha256, bytes, now);
  return { start, end, bytes, blocks: blocksOf(file, start, end) };
}
