import { createHash } from "node:crypto";
import type { Db } from "@/db/client";
import type { ImportedMedia, PromptMedia } from "@/lib/contracts";
import { MEDIA_HEAD_BYTES, mediaType } from "@/lib/domain/media-type";
import { storeFile } from "../artifacts/stored-files";

/** A file that lies beside the traces in their source. */
export interface MediaFile {
  bytes: number;
  read(start: number, end: number): Promise<Uint8Array>;
}

const BLOCK_BYTES = 1 << 20;

async function* blocksOf(file: MediaFile): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.bytes; at += BLOCK_BYTES)
    yield await file.read(at, Math.min(file.bytes, at + BLOCK_BYTES));
}

function fileOf(bytes: Uint8Array): MediaFile {
  return { bytes: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}

async function sumOf(file: MediaFile): Promise<string> {
  const digest = createHash("sha256");
  for await (const block of blocksOf(file)) digest.update(block);
  return digest.digest("hex");
}

/** The file of an entry: what it carries itself, else what lies in the source under its name, a leading `./` or not. */
function findFile(media: ImportedMedia, find: (name: string) => MediaFile | null): MediaFile | null {
  if (media.data !== null) return fileOf(Buffer.from(media.data, "base64"));
  return find(media.name.replace(/^(\.\/)+/, ""));
}

/**
 * Keeps the images and videos of a prompt in the server's store and answers them by reference. One that is not there, or
 * is no image or video by its own first bytes, stays a name: addresses on the network are never fetched.
 *
 * @param find the file of that name (a path below the source), or null
 * @throws AppError `storage-full`
 */
export async function keepMedia(
  db: Db,
  media: readonly ImportedMedia[],
  find: (name: string) => MediaFile | null,
  now: Date,
): Promise<PromptMedia[]> {
  const kept: PromptMedia[] = [];
  for (const entry of media) {
    const { data: _, ...told } = entry;
    const file = findFile(entry, find);
    const mimeType = file && mediaType(await file.read(0, Math.min(file.bytes, MEDIA_HEAD_BYTES)));
    if (!file || !mimeType) {
      kept.push(told);
      continue;
    }
    const sha256 = await sumOf(file);
    await storeFile(db, sha256, { offset: 0, length: file.bytes, body: blocksOf(file) }, now);
    kept.push({ ...told, sha256, mimeType, bytes: file.bytes });
  }
  return kept;
}
