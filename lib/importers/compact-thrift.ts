/** A struct of Thrift's compact protocol: its numbers, flags and structs by field; texts and lists are walked, not kept. */
export type ThriftStruct = ReadonlyMap<number, number | boolean | ThriftStruct>;

const [STOP, TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12],
];
const DOUBLE_BYTES = 8;
/** Deeper than any Parquet structure, and far from where a stack ends. */
const DEEPEST = 32;
/** Bytes that a number of 64 bits has at most. */
const LONGEST_NUMBER = 10;
const LONG_LIST = 15;

/**
 * Walks a struct that others wrote, so that a reader which believes lengths may be given it: every length is held against
 * the bytes that are left, depth is limited, and each step costs a byte at least.
 *
 * @returns the struct, and where its bytes end
 *
 * Throws an Error where it is damaged. Format: Apache Thrift, compact protocol.
 */
export function walkThrift(bytes: Uint8Array, start = 0): { struct: ThriftStruct; end: number } {
  const walk = new Walk(bytes, start);
  const struct = walk.struct(0);
  return { struct, end: walk.at };
}

class Walk {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  struct(depth: number): ThriftStruct {
    if (depth > DEEPEST) throw damaged();
    const fields = new Map<number, number | boolean | ThriftStruct>();
    let field = 0;
    for (let head = this.byte(); (head & 15) !== STOP; head = this.byte()) {
      field = head >> 4 === 0 ? this.signed() : field + (head >> 4);
      const value = this.value(head & 15, depth);
      if (value !== null) fields.set(field, value);
    }
    return fields;
  }

  private value(type: number, depth: number): number | boolean | ThriftStruct | null {
    if (type === TRUE || type === FALSE) return type === TRUE;
    if (type === BYTE) return this.byte();
    if (type === I16 || type === I32 || type === I64) return this.signed();
    if (type === STRUCT) return this.struct(depth + 1);
    if (type === BINARY) this.skip(this.number());
    else if (type === DOUBLE) this.skip(DOUBLE_BYTES);
    else if (type === LIST) this.list(depth);
    else throw damaged();
    return null;
  }

  /** Each element has a byte at least: a list is never longer than what is left. */
  private list(depth: number): void {
    if (depth > DEEPEST) throw damaged();
    const head = this.byte();
    const type = head & 15;
    const length = head >> 4 === LONG_LIST ? this.number() : head >> 4;
    if (length > this.bytes.length - this.at) throw damaged();
    for (let i = 0; i < length; i++)
      if (type === TRUE || type === FALSE) this.byte();
      else this.value(type, depth + 1);
  }

  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw damaged();
    this.at += 1;
    return byte;
  }

  private skip(length: number): void {
    if (length > this.bytes.length - this.at) throw damaged();
    this.at += length;
  }

  /** Seven bits a byte, the lowest first. Beyond 2^53 it is only near: no length is that large. */
  private number(): number {
    let value = 0;
    for (let i = 0; i < LONGEST_NUMBER; i++) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return value;
    }
    throw damaged();
  }

  private signed(): number {
    const value = this.number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

const damaged = () => new Error("a header in it is damaged");
