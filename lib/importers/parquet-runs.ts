import type { CompressionCodec } from "hyparquet";
import { unpackers } from "./unpack";

/** A page stands in memory, unpacked; one that announces more is refused. */
export const LARGEST_PAGE = 256 << 20;
/** Values of a page; other writers stop at some ten thousand. */
export const MOST_VALUES = 1 << 24;
/** Encodings by their numbers in parquet.thrift. */
const [PLAIN_DICTIONARY, RLE, RLE_DICTIONARY] = [2, 3, 8];
const LENGTH_BYTES = 4;
/** Values that a writer may fill a packed run up with: Arrow packs up to 512 at once. */
const MOST_PADDING = 512;

/** What a page announces. */
export interface PageShape {
  /** Its bytes once unpacked, and its values. */
  bytes: number;
  values: number;
  /** Of its values; null for a page that has none with runs (a dictionary, an index). */
  encoding: number | null;
  /** The largest levels of its column. */
  repetition: number;
  definition: number;
  /** Whether its column holds true and false. */
  isFlag: boolean;
  /** What the second version of data pages says more: its levels are never packed, and their lengths stand in the header. */
  second: { nulls: number; definitionBytes: number; repetitionBytes: number; isPacked: boolean } | null;
}

/**
 * Holds the runs of a page against the values that it announces: a run is a number and a value, and a damaged number
 * makes a billion values of two bytes.
 *
 * Throws an Error where they do not fit.
 */
export function checkPage(packed: Uint8Array, page: PageShape, codec: CompressionCodec): void {
  if (page.encoding === null) return;
  if (page.second) checkSecond(packed, page, page.second, codec);
  else checkFirst(unpacked(packed, page.bytes, codec), page);
}

function checkFirst(
  bytes: Uint8Array,
  { values, repetition, definition, encoding, isFlag }: PageShape,
): void {
  let at = 0;
  for (const level of [repetition, definition]) {
    if (level === 0) continue;
    const length = wordAt(bytes, at);
    at += LENGTH_BYTES;
    checkRuns(bytes.subarray(at), widthOf(level), values);
    at += length;
  }
  // How many of the values are null nobody knows here: as many runs as are there may not announce more than all.
  checkIndices(bytes.subarray(at), { encoding, isFlag, most: values });
}

function checkSecond(
  packed: Uint8Array,
  { bytes, values, repetition, definition, encoding, isFlag }: PageShape,
  { nulls, repetitionBytes, definitionBytes, isPacked }: NonNullable<PageShape["second"]>,
  codec: CompressionCodec,
): void {
  const levels = repetitionBytes + definitionBytes;
  if (levels > packed.length || levels > bytes || nulls > values) throw damaged();
  if (repetition > 0) checkRuns(packed.subarray(0, repetitionBytes), widthOf(repetition), values);
  if (definition > 0) checkRuns(packed.subarray(repetitionBytes, levels), widthOf(definition), values);
  const rest = packed.subarray(levels);
  const unpackedRest = isPacked ? unpacked(rest, bytes - levels, codec) : rest;
  // The second version writes runs of its own encoding for true and false alone.
  checkIndices(unpackedRest, { encoding, isFlag: isFlag || encoding === RLE, most: values - nulls });
}

function checkIndices(
  bytes: Uint8Array,
  { encoding, isFlag, most }: { encoding: number | null; isFlag: boolean; most: number },
): void {
  if (most === 0) return;
  if (encoding === RLE && isFlag) checkRuns(bytes.subarray(LENGTH_BYTES), 1, most);
  else if (encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY || encoding === RLE)
    checkRuns(bytes.subarray(1), bytes[0] ?? 0, most);
}

/**
 * Walks runs until they have said `values` values, or end. A run of one value says so many at most as are left; packed
 * ones may be padded, and have their bytes.
 */
function checkRuns(bytes: Uint8Array, width: number, values: number): void {
  let [at, left] = [0, values];
  while (left > 0 && at < bytes.length) {
    const [head, next] = runHead(bytes, at);
    const isPacked = head % 2 === 1;
    const said = isPacked ? ((head - 1) / 2) * 8 : head / 2;
    if (said > left + (isPacked ? MOST_PADDING : 0)) throw damaged();
    at = next + (isPacked ? (said * width) / 8 : Math.ceil(width / 8));
    left -= said;
  }
}

/** A number of at most 32 bits and where it ends. */
function runHead(bytes: Uint8Array, start: number): [number, number] {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[start + i] ?? 0;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return [value, start + i + 1];
  }
  throw damaged();
}

function unpacked(bytes: Uint8Array, length: number, codec: CompressionCodec): Uint8Array {
  return codec === "UNCOMPRESSED" ? bytes : (unpackers[codec]?.(bytes, length) ?? bytes);
}

function wordAt(bytes: Uint8Array, at: number): number {
  if (at + LENGTH_BYTES > bytes.length) throw damaged();
  return new DataView(bytes.buffer, bytes.byteOffset + at, LENGTH_BYTES).getUint32(0, true);
}

const widthOf = (level: number) => 32 - Math.clz32(level);

const damaged = () => new Error("the values of a page are damaged");
