import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImportFile } from "./importer";
import { ArrayScan } from "./json-array";
import { type JsonRecord, jsonRecords } from "./json-records";
import { fileOf } from "./testing/file-of";

async function readAll(file: ImportFile): Promise<JsonRecord[]> {
  const records: JsonRecord[] = [];
  for await (const record of jsonRecords(file)) records.push(record);
  return records;
}

const valuesOf = (records: readonly JsonRecord[]) =>
  records.flatMap(({ value, reason }) => (reason === null ? [value] : []));
const refusedOf = (records: readonly JsonRecord[]) =>
  records.flatMap(({ line, reason }) => (reason === null ? [] : [{ line, reason }]));
const read = (text: string) => readAll(fileOf("records.json", text));

const objects = fc.array(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()), { maxLength: 6 });
const layout = fc.constantFrom<string | number>(0, 1, 4, "\t");

/** Whether the last of these objects, with those before it, is closed before the place `at` of the array's text. */
function closedBefore(values: readonly unknown[], indent: string | number, at: number): boolean {
  const closing = indent === 0 || indent === "" ? 1 : 2;
  return JSON.stringify(values, null, indent).length - closing <= at;
}

describe("records of a file", () => {
  it("are the objects of one array, whatever its layout and the pieces that it comes in", async () => {
    await fc.assert(
      fc.asyncProperty(objects, layout, fc.integer({ min: 1, max: 9 }), async (values, indent, piece) => {
        const bytes = new TextEncoder().encode(JSON.stringify(values, null, indent));
        const scan = new ArrayScan();
        const found = [];
        for (let at = 0; at < bytes.length; at += piece)
          found.push(...scan.feed(bytes.slice(at, at + piece)));
        const texts = found.map(({ start, end }) => new TextDecoder().decode(bytes.slice(start, end)));
        expect(texts.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
        expect(scan.unfinished()).toBeNull();
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("are its lines where it is no array", async () => {
    const records = await read('\uFEFF{"a":1}\r\n\n{"a":NaN}\n{"a"\n{"a":[2]}');
    expect(valuesOf(records)).toEqual([{ a: 1 }, { a: "NaN" }, { a: [2] }]);
    expect(records.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
    expect(refusedOf(records)).toMatchObject([
      { line: 4, reason: expect.stringContaining("the line is not JSON") },
    ]);
  });

  it("begin on the lines where they stand", async () => {
    const records = await read(`\uFEFF \n${JSON.stringify([{ a: 1 }, { b: [{ c: 2 }] }], null, 2)}\n`);
    expect(records.map(({ line }) => line)).toEqual([3, 6]);
    expect(valuesOf(records)).toEqual([{ a: 1 }, { b: [{ c: 2 }] }]);
  });

  it.each([
    ["a quote that is not closed", '{"a": "broken', "a quote is not closed"],
    ["a bracket that is not closed", '{"a": [1,', "the record is not closed"],
    ["a bracket too many", '{"a": 1}},', "an object is expected here"],
    ["a list closed too early", '{"a": 1}],', "text follows the end of the array"],
    ["words between records", "and then", "an object is expected here"],
    ["JSON that is none", '{"a" 1},', "the record is not JSON"],
  ])("are read on behind %s", async (_, broken, reason) => {
    for (const indent of [0, 4]) {
      const line = (value: unknown) =>
        JSON.stringify(value, null, indent).replaceAll(/^/gm, indent ? "    " : "");
      const text = `[\n${line({ n: 1 })},\n${indent ? "    " : ""}${broken}\n${line({ n: 2, deep: [{ m: 1 }] })},\n${line({ n: 3 })}\n]\n`;
      const records = await read(text);
      expect(valuesOf(records)).toEqual(
        expect.arrayContaining([{ n: 1 }, { n: 2, deep: [{ m: 1 }] }, { n: 3 }]),
      );
      expect(refusedOf(records)).toMatchObject([
        {
          line: text.slice(0, text.indexOf(broken)).split("\n").length,
          reason: expect.stringContaining(reason),
        },
      ]);
    }
  });

  it("tell that a file was cut off", async () => {
    const text = JSON.stringify([{ n: 1 }, { n: 2 }]);
    const records = await read(text.slice(0, -4));
    expect(valuesOf(records)).toEqual([{ n: 1 }]);
    expect(refusedOf(records)).toEqual([{ line: 1, reason: "the record is not closed" }]);
  });

  it("are all read up to a damage, wherever it is and whatever it does", async () => {
    const damage = fc.tuple(fc.nat(), fc.nat(30), fc.string({ unit: "binary", maxLength: 9 }));
    await fc.assert(
      fc.asyncProperty(objects, layout, damage, async (values, indent, [place, cut, put]) => {
        const text = JSON.stringify(values, null, indent);
        // Behind the bracket that says that it is an array.
        const at = 1 + (place % text.length);
        const records = await read(text.slice(0, at) + put + text.slice(at + cut));
        const whole = values.filter((_, i) => closedBefore(values.slice(0, i + 1), indent, at));
        expect(valuesOf(records).slice(0, whole.length)).toEqual(JSON.parse(JSON.stringify(whole)));
        const lines = records.map(({ line }) => line);
        expect(lines).toEqual([...lines].sort((a, b) => a - b));
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("end, however many records are not closed", async () => {
    const text = `[\n${'{"a": [\n'.repeat(500)}`;
    const records = await read(text);
    expect(valuesOf(records)).toEqual([]);
    expect(records.length).toBeLessThan(30);
  });

  it("refuse bytes that are no UTF-8", async () => {
    const bytes = new TextEncoder().encode('[{"a":"x"},{"a":"y"}]');
    bytes[7] = 0xff;
    const records = await readAll(fileOf("records.json", bytes));
    expect(valuesOf(records)).toEqual([{ a: "y" }]);
    expect(refusedOf(records)).toMatchObject([{ line: 1, reason: expect.stringContaining("not JSON") }]);
  });
});
