import { deflateRawSync } from "node:zlib";

const METHODS = { deflated: 8, zstandard: 93 } as const;
/** General purpose bit 11: names are UTF-8. */
const UTF8_NAMES = 0x0800;

/** A zip of these entries, in this order, a name twice where it is given twice. Values that are no text go in as JSON. */
export function zipOf(
  entries: readonly (readonly [string, unknown])[],
  how: keyof typeof METHODS = "deflated",
): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [entryName, value] of entries) {
    const name = Buffer.from(entryName);
    const content = Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
    const packed = how === "deflated" ? deflateRawSync(content) : zstandardFrame(content);
    const shared = bytesOf(
      [20, 2],
      [UTF8_NAMES, 2],
      [METHODS[how], 2],
      [0, 4],
      [crc32(content), 4],
      [packed.length, 4],
      [content.length, 4],
      [name.length, 2],
      [0, 2],
    );
    const local = Buffer.concat([bytesOf([0x04034b50, 4]), shared, name, packed]);
    directory.push(
      Buffer.concat([bytesOf([0x02014b50, 4], [20, 2]), shared, bytesOf([0, 8], [0, 2], [at, 4]), name]),
    );
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = bytesOf(
    [0x06054b50, 4],
    [0, 4],
    [entries.length, 2],
    [entries.length, 2],
    [central.length, 4],
    [at, 4],
    [0, 2],
  );
  return new Uint8Array(Buffer.concat([...locals, central, end]));
}

/** Numbers, little-endian, each as many bytes wide as stands beside it. */
function bytesOf(...fields: [value: number, width: number][]): Buffer {
  return Buffer.concat(
    fields.map(([value, width]) => {
      const bytes = Buffer.alloc(width);
      bytes.writeUIntLE(value, 0, Math.min(width, 4));
      return bytes;
    }),
  );
}

/** RFC 8878: magic number, a header with a 4-byte content size, and one raw block, which can hold 128 KiB. */
function zstandardFrame(content: Buffer): Buffer {
  const head = bytesOf([0xfd2fb528, 4], [0xa0, 1], [content.length, 4], [1 | (content.length << 3), 3]);
  return Buffer.concat([head, content]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
