import type { FileHead, ImportFile, ImportLine } from "./importer";

/** How much `detect` sees of a file. */
export const HEAD_BYTES = 65_536;
/** Blocks that lines are read by. */
const BLOCK_BYTES = 1 << 20;
/** A line beyond this is told, not read: it would have to stand in memory as a whole, several times. */
const LONGEST_LINE = 64 << 20;
const NEWLINE = 10;
const RETURN = 13;
const BOM = [0xef, 0xbb, 0xbf];

/** Reads bytes [start, end) of one file. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

/** A file of a source as importers see it, over whatever reads its bytes: a disk, an upload, a test's string. */
export function importFile(name: string, bytes: number, read: ReadBytes, block = BLOCK_BYTES): ImportFile {
  return { name, bytes, read, lines: () => linesOf({ bytes, read, block }) };
}

/** The beginning of a file, for `detect`. */
export async function headOf(file: ImportFile): Promise<FileHead> {
  const head = await file.read(0, Math.min(file.bytes, HEAD_BYTES));
  return { name: file.name, bytes: file.bytes, head };
}

interface Open {
  bytes: number;
  read: ReadBytes;
  block: number;
}

/** A line as it grows over blocks: its pieces are joined once, so that a long line costs no more than its length. */
class Growing {
  private pieces: Uint8Array[] = [];
  private length = 0;

  constructor(
    readonly number: number,
    readonly start: number,
  ) {}

  add(piece: Uint8Array): void {
    this.length += piece.length;
    if (this.length <= LONGEST_LINE) this.pieces.push(piece);
    else this.pieces = [];
  }

  /** The line, or null for a blank one. */
  end(): ImportLine | null {
    const place = { number: this.number, start: this.start };
    if (this.length > LONGEST_LINE)
      return {
        ...place,
        text: "",
        end: this.start + this.length,
        fault: `the line is ${this.length} bytes long; at most ${LONGEST_LINE} can be read`,
      };
    const bytes = withoutReturn(joined(this.pieces, this.length));
    const { text, fault } = decode(bytes);
    return fault === null && text.trim() === ""
      ? null
      : { ...place, text, end: this.start + bytes.length, fault };
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const withoutReturn = (bytes: Uint8Array) => (bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes);

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LENIENT = new TextDecoder("utf-8", { ignoreBOM: true });

function decode(bytes: Uint8Array): { text: string; fault: string | null } {
  try {
    return { text: STRICT.decode(bytes), fault: null };
  } catch {
    return { text: LENIENT.decode(bytes), fault: "the line is not UTF-8 text: save the file as UTF-8" };
  }
}

async function* linesOf({ bytes, read, block }: Open): AsyncGenerator<ImportLine> {
  const first = await read(0, Math.min(BOM.length, bytes));
  const skipped = BOM.every((byte, i) => first[i] === byte) ? BOM.length : 0;
  let line = new Growing(1, skipped);
  for (let at = skipped; at < bytes; at += block) {
    const piece = await read(at, Math.min(at + block, bytes));
    let from = 0;
    for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, from)) {
      line.add(piece.subarray(from, end));
      const done = line.end();
      if (done) yield done;
      from = end + 1;
      line = new Growing(line.number + 1, at + from);
    }
    line.add(piece.subarray(from));
  }
  const last = line.end();
  if (last) yield last;
}
