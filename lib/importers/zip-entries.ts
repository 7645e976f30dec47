import { configure, type FileEntry, Reader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import type { ImportFile } from "./importer";
import { unpackZstandard } from "./unpack";

/** Deflate runs here, in this thread: a worker would have to be shipped beside the server. */
configure({ useWebWorkers: false });

const ZSTANDARD = 93;
/** An entry has to stand in memory; what says that it is larger is refused, were it a bomb or not. */
const LARGEST_ENTRY = 512 << 20;

/** A file within a zip. */
export interface ZipEntry {
  name: string;
  /** Its bytes, unpacked. Throws an Error that says what is wrong with it. */
  bytes(): Promise<Uint8Array>;
}

/** Reads of a zip what is asked for: its directory, at its end, and then one entry at a time. */
class Ranges extends Reader<ImportFile> {
  override size: number;

  constructor(private readonly file: ImportFile) {
    super(file);
    this.size = file.bytes;
  }

  override readUint8Array(index: number, length: number): Promise<Uint8Array> {
    return this.file.read(index, Math.min(index + length, this.file.bytes));
  }
}

/**
 * The files of a zip in the order of its directory, by name. Of a name that stands there twice (a zip that was appended
 * to) the last one counts, and `replaced` counts the others. Throws an Error where it is no zip.
 */
export async function zipEntries(file: ImportFile): Promise<{ entries: ZipEntry[]; replaced: number }> {
  const reader = new ZipReader(new Ranges(file));
  const byName = new Map<string, ZipEntry>();
  let found = 0;
  for await (const entry of reader.getEntriesGenerator()) {
    if (entry.directory) continue;
    found += 1;
    byName.set(entry.filename, { name: entry.filename, bytes: () => unpacked(entry) });
  }
  return { entries: [...byName.values()], replaced: found - byName.size };
}

async function unpacked(entry: FileEntry): Promise<Uint8Array> {
  if (entry.uncompressedSize > LARGEST_ENTRY)
    throw new Error(`unpacked it has ${entry.uncompressedSize} bytes; at most ${LARGEST_ENTRY} can be read`);
  const packed = entry.compressionMethod === ZSTANDARD;
  const bytes = await entry.getData(new Uint8ArrayWriter(), { passThrough: packed });
  return packed ? unpackZstandard(bytes, entry.uncompressedSize) : bytes;
}
