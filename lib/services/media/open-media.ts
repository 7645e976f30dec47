import type { Db } from "@/db/client";
import { notFound } from "@/lib/domain/errors";
import { MEDIA_HEAD_BYTES, mediaType } from "@/lib/domain/media-type";
import { type OpenedFile, openFile } from "../artifacts/stored-files";

async function typeOf(db: Db, sha256: string, now: Date): Promise<string | null> {
  const head = await openFile(db, sha256, null, now);
  try {
    const { value } = await head.blocks.next();
    return value ? mediaType(value.subarray(0, MEDIA_HEAD_BYTES)) : null;
  } finally {
    await head.blocks.return(undefined);
  }
}

/**
 * Opens an image or video of a prompt. The store holds checkpoints too: what does not begin as an image or a video is
 * not found here, whatever somebody calls it.
 *
 * Throws `not-found`, and `range-not-satisfiable` as {@link openFile}.
 */
export async function openMedia(
  db: Db,
  sha256: string,
  range: { start: number; end: number | null } | null,
  now: Date,
): Promise<OpenedFile & { mimeType: string }> {
  const mimeType = await typeOf(db, sha256, now);
  if (mimeType === null) throw notFound("image or video", sha256);
  return { ...(await openFile(db, sha256, range, now)), mimeType };
}
