import { Decompress } from "fzstd";
import type { Compressors } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/**
 * Unpacks Zstandard to the length that is announced. Some thirty thousand bytes can hold a thousand million: what makes
 * more than was announced ends with the block that does.
 *
 * Throws an Error where it is not of that length, or damaged.
 */
export function unpackZstandard(bytes: Uint8Array, length: number): Uint8Array {
  const wrong = () => new Error(`it does not unpack to the ${length} bytes that it announces`);
  const unpacked = new Uint8Array(length);
  let at = 0;
  const stream = new Decompress((piece) => {
    if (at + piece.length > length) throw wrong();
    unpacked.set(piece, at);
    at += piece.length;
  });
  stream.push(bytes, true);
  if (at !== length) throw wrong();
  return unpacked;
}

/** How pages of Parquet are unpacked; all of these stop at the length that a page announces. */
export const unpackers: Compressors = { ...compressors, ZSTD: unpackZstandard };
