/** How a file of a kind begins: bytes at an offset, as text of one byte a character. */
interface Signature {
  mimeType: string;
  at: number;
  begins: string;
  /** For containers that hold several kinds. */
  holds?: { at: number; begins: readonly string[] };
}

const MP4_BRANDS = ["isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash", "qt  "];

const SIGNATURES: readonly Signature[] = [
  { mimeType: "image/png", at: 0, begins: "\x89PNG\r\n\x1a\n" },
  { mimeType: "image/jpeg", at: 0, begins: "\xff\xd8\xff" },
  { mimeType: "image/gif", at: 0, begins: "GIF8" },
  { mimeType: "image/bmp", at: 0, begins: "BM", holds: { at: 6, begins: ["\0\0\0\0"] } },
  { mimeType: "image/webp", at: 0, begins: "RIFF", holds: { at: 8, begins: ["WEBP"] } },
  { mimeType: "image/avif", at: 4, begins: "ftyp", holds: { at: 8, begins: ["avif", "avis"] } },
  { mimeType: "video/mp4", at: 4, begins: "ftyp", holds: { at: 8, begins: MP4_BRANDS } },
  { mimeType: "video/webm", at: 0, begins: "\x1a\x45\xdf\xa3" },
];

/** As many bytes as `mediaType` looks at. */
export const MEDIA_HEAD_BYTES = 16;

/**
 * What kind of image or video a file is, by how it begins; null for everything else. A name or a declared type is not
 * trusted, and SVG is none of them: it is a document that can hold script.
 */
export function mediaType(head: Uint8Array): string | null {
  const text = Array.from(head.subarray(0, MEDIA_HEAD_BYTES), (byte) => String.fromCharCode(byte)).join("");
  const fits = ({ at, begins, holds }: Signature) =>
    text.startsWith(begins, at) && (!holds || holds.begins.some((next) => text.startsWith(next, holds.at)));
  return SIGNATURES.find(fits)?.mimeType ?? null;
}
