import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { walkThrift } from "./compact-thrift";
import { headColumns, openParquet } from "./parquet-rows";
import { checkPage, type PageShape } from "./parquet-runs";
import { fileOf } from "./testing/file-of";

const fixture = (name: string) =>
  Uint8Array.from(readFileSync(new URL(`testing/fixtures/${name}`, import.meta.url)));

async function rowsOf(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  const table = await openParquet(fileOf("a.parquet", bytes));
  for await (const { values } of table.rows()) rows.push(values);
  return rows;
}

/** A file with these bytes in place of its own. */
function damaged(name: string, changes: Record<number, number>): Uint8Array {
  const bytes = fixture(name);
  for (const [at, byte] of Object.entries(changes)) bytes[Number(at)] = byte;
  return bytes;
}

/** A file whose footer is these bytes. */
const withFooter = (...footer: number[]) =>
  new Uint8Array([
    ...[80, 65, 82, 49],
    ...footer,
    ...new Uint8Array(new Uint32Array([footer.length]).buffer),
    ...[80, 65, 82, 49],
  ]);

const STRUCTS = 12;
const LIST_FIELD = 0x29;

describe("a damaged footer", () => {
  it("that gives a column fewer than no children is refused: the reader would never come back", async () => {
    const minimal: Record<number, number> = { 668: 7 };
    for (const changes of [minimal, { 348: 73, 502: 155, 668: 7, 1722: 217 }]) {
      const bytes = damaged("stepwise-gzip.parquet", changes);
      await expect(rowsOf(bytes)).rejects.toThrow("damaged");
      expect(headColumns({ name: "a.parquet", bytes: bytes.length, head: bytes })).toBeNull();
    }
  });

  it.each([
    ["a list of two billion", [LIST_FIELD, 0xf0 | STRUCTS, 0xff, 0xff, 0xff, 0xff, 7, 0]],
    ["lists within lists", [LIST_FIELD, ...Array.from({ length: 60_000 }, () => 0x19), 0]],
    ["structs within structs", [...Array.from({ length: 60_000 }, () => 0x1c), 0]],
    ["a number without an end", [0x15, ...Array.from({ length: 60_000 }, () => 0xff), 0]],
    ["a text longer than the file", [0x18, 0xff, 0xff, 0xff, 7, 0]],
    ["nothing at all", []],
  ])("with %s is refused", async (_, footer) => {
    await expect(rowsOf(withFooter(...footer))).rejects.toThrow();
  });

  it("that counts fewer rows than there are loses none of them in silence", async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({ columnData: [{ name: "a", data: Array.from({ length: 60 }, (_, i) => `${i}`) }] }),
    );
    expect(await rowsOf(bytes)).toHaveLength(60);
    const counts = [...bytes].flatMap((byte, at) => (byte === 120 && at > bytes.length - 200 ? [at] : []));
    // 60 as a signed number is the byte 120: each of its places says the rows, or the values, of something.
    for (const at of counts) {
      const fewer = Uint8Array.from(bytes);
      fewer[at] = 20;
      const rows = await rowsOf(fewer).catch(() => null);
      expect(rows === null || rows.length === 60, `byte ${at}`).toBe(true);
    }
  });

  it("that is cut says so", async () => {
    await expect(rowsOf(fixture("stepwise-gzip.parquet").subarray(0, 900))).rejects.toThrow("it is cut");
  });
});

describe("walkThrift", () => {
  it("reads numbers, flags and structs, and where they end", () => {
    const { struct, end } = walkThrift(Uint8Array.of(9, 0x15, 7, 0x11, 0x12, 0x1c, 0x15, 8, 0, 0, 9), 1);
    expect([...struct]).toEqual([
      [1, -4],
      [2, true],
      [3, false],
      [4, new Map([[1, 4]])],
    ]);
    expect(end).toBe(10);
  });

  it("comes back from any bytes within their length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          expect(walkThrift(bytes).end).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(String(error)).toContain("damaged");
        }
      }),
      { seed: 20_261_120, numRuns: 2_000 },
    );
  });
});

const PAGE: PageShape = {
  ...{ bytes: 100, values: 10, encoding: 0, repetition: 0, definition: 1, isFlag: false, second: null },
};
const levels = (...runs: number[]) => Uint8Array.of(runs.length, 0, 0, 0, ...runs);

describe("checkPage", () => {
  it.each([
    ["one run of ten", levels(20, 1)],
    ["two packed groups", levels(5, 0xff, 0xff)],
    ["runs of both kinds", levels(4, 1, 3, 0xff)],
  ])("lets %s through", (_, bytes) => {
    expect(() => checkPage(bytes, PAGE, "UNCOMPRESSED")).not.toThrow();
  });

  it.each([
    ["a run of half a billion", levels(0xfe, 0xff, 0xff, 0xff, 3, 1)],
    ["packed values of half a billion", levels(0xff, 0xff, 0xff, 0xff, 3, 1)],
    ["one value too many", levels(22, 1)],
    ["no length", Uint8Array.of(1)],
  ])("refuses %s", (_, bytes) => {
    expect(() => checkPage(bytes, PAGE, "UNCOMPRESSED")).toThrow("damaged");
  });

  it("refuses indices into a dictionary that are more than the values", () => {
    const indices = { ...PAGE, definition: 0, encoding: 8 };
    expect(() => checkPage(Uint8Array.of(2, 20, 1), indices, "UNCOMPRESSED")).not.toThrow();
    expect(() => checkPage(Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 7), indices, "UNCOMPRESSED")).toThrow();
  });
});
