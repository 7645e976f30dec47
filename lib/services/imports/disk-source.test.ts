import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stepwell } from "@/lib/importers/stepwell";
import { diskSource, filesFor, sumOfSource } from "./disk-source";

describe("diskSource", () => {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-source-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (below: string, text: string) => {
    mkdirSync(join(folder, below, ".."), { recursive: true });
    writeFileSync(join(folder, below), text);
  };
  const textOf = async (file: { bytes: number; read(start: number, end: number): Promise<Uint8Array> }) =>
    new TextDecoder().decode(await file.read(0, file.bytes));

  it("takes the files of a folder by their paths below it, hidden ones and dead links left out", async () => {
    write("few/b.jsonl", "b");
    write("few/a/2.jsonl", "a2");
    write("few/a/.cache/x.jsonl", "x");
    write("few/notes.txt", "n");
    symlinkSync(join(folder, "nowhere"), join(folder, "few/dead.jsonl"));
    const source = await diskSource(join(folder, "few/"));
    expect([source.name, source.files.map(({ name }) => name)]).toEqual([
      "few",
      ["a/2.jsonl", "b.jsonl", "notes.txt"],
    ]);
    expect(filesFor(stepwell, source.files).map(({ name }) => name)).toEqual(["a/2.jsonl", "b.jsonl"]);
    expect(await Promise.all(source.files.map(textOf))).toEqual(["a2", "b", "n"]);
    await source.close();
  });

  it("takes one file whatever it is called", async () => {
    write("one.log", "text");
    const source = await diskSource(join(folder, "one.log"));
    expect(filesFor(stepwell, source.files).map(({ name, bytes }) => [name, bytes])).toEqual([
      ["one.log", 4],
    ]);
    await source.close();
  });

  it("reads more files than it holds open, back and forth", async () => {
    const names = Array.from({ length: 100 }, (_, i) => `${String(i).padStart(3, "0")}.jsonl`);
    for (const name of names) write(`many/${name}`, name);
    const source = await diskSource(join(folder, "many"));
    for (const order of [source.files, [...source.files].reverse()])
      for (const file of order) expect(await textOf(file)).toBe(file.name);
    expect(await Promise.all(source.files.map(textOf))).toEqual(names);
    await source.close();
  });

  it("knows a source again by the names and contents of its files", async () => {
    write("x/1.jsonl", "one");
    write("y/1.jsonl", "one");
    write("z/1.jsonl", "two");
    const sums = await Promise.all(
      ["x", "y", "z"].map(async (name) => {
        const source = await diskSource(join(folder, name));
        return sumOfSource(source.files).finally(() => source.close());
      }),
    );
    expect(sums[0]).toBe(sums[1]);
    expect(sums[0]).not.toBe(sums[2]);
  });
});
