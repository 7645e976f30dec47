import { deflateRawSync } from "node:zlib";

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** CRC-32 as zip and PNG use it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** 1980-01-01 00:00, the oldest moment a zip can name: the same files make the same archive. */
const DATE = 0x0021;
/** A file of Unix with mode 0644, in the upper half of the external attributes. */
const MODE = (0o100644 << 16) >>> 0;

interface Entry {
  name: Buffer;
  header: Buffer;
  data: Buffer;
}

/** What the local and the central header of a file have in common, from "version needed" to "extra field length". */
function commonHeader(name: Buffer, content: Buffer, packed: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(VERSION, 0);
  header.writeUInt16LE(UTF8_NAMES, 2);
  header.writeUInt16LE(DEFLATED, 4);
  header.writeUInt16LE(DATE, 8);
  header.writeUInt32LE(crc32(content), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function entryOf(path: string, content: Buffer): Entry {
  const name = Buffer.from(path, "utf8");
  const data = deflateRawSync(content, { level: 9 });
  return { name, header: commonHeader(name, content, data), data };
}

function centralOf({ name, header }: Entry, offset: number): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(MODE, 6);
  rest.writeUInt32LE(offset, 10);
  const madeBy = Buffer.from([VERSION, 3]); // 3: Unix
  return Buffer.concat([signature(0x02014b50), madeBy, header, rest, name]);
}

/**
 * A zip archive (PKWARE APPNOTE 6.3, without zip64) of texts and bytes, in the order given and the same to the byte for
 * the same files.
 */
export function zip(files: readonly (readonly [path: string, content: Buffer])[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const entry = entryOf(path, content);
    const local = Buffer.concat([signature(0x04034b50), entry.header, entry.name, entry.data]);
    locals.push(local);
    centrals.push(centralOf(entry, offset));
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, signature(0x06054b50), end]);
}
