import { describe, expect, it } from "vitest";
import { unpackZstandard } from "./unpack";

/** A Zstandard frame of blocks that repeat one byte 131,072 times each. */
function repeated(blocks: number): Uint8Array {
  const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58];
  for (let i = 1; i <= blocks; i++) {
    const head = (i === blocks ? 1 : 0) | (1 << 1) | (131_072 << 3);
    frame.push(head & 255, (head >> 8) & 255, head >> 16, 65);
  }
  return Uint8Array.from(frame);
}

describe("unpackZstandard", () => {
  it("unpacks what is announced", () => {
    const unpacked = unpackZstandard(repeated(2), 262_144);
    expect(unpacked).toHaveLength(262_144);
    expect(unpacked.every((byte) => byte === 65)).toBe(true);
  });

  it("refuses more or less than was announced, without making it", () => {
    expect(() => unpackZstandard(repeated(8_000), 1_000)).toThrow("1000 bytes");
    expect(() => unpackZstandard(repeated(1), 200_000)).toThrow("200000 bytes");
  });
});
