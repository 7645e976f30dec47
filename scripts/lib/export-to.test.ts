import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { refuseToOverwrite, UnwritableFile, writeExport } from "./export-to";

describe("the file of an export", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "stepwell-export-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is told by its size and sum", async () => {
    async function* pieces() {
      yield "a\u{1F600}";
      yield Buffer.from([0, 255]);
    }
    const out = join(folder, "x.bin");
    const told = await writeExport(out, pieces());
    const bytes = readFileSync(out);
    expect(told).toEqual({ name: out, bytes: 7, sha256: createHash("sha256").update(bytes).digest("hex") });
    expect(readdirSync(folder)).toEqual(["x.bin"]);
  });

  it("is not there where it could not be written whole", async () => {
    async function* pieces() {
      yield "begun";
      throw new Error("the database went away");
    }
    await expect(writeExport(join(folder, "x"), pieces())).rejects.toThrow("the database went away");
    expect(readdirSync(folder)).toEqual([]);
    await expect(writeExport(join(folder, "none", "x"), pieces())).rejects.toThrow("ENOENT");
  });

  it("is never written over unless somebody says so", () => {
    const out = join(folder, "mine");
    expect(() => refuseToOverwrite(out, false)).not.toThrow();
    writeFileSync(out, "");
    expect(() => refuseToOverwrite(out, false)).toThrow(UnwritableFile);
    expect(() => refuseToOverwrite(out, true)).not.toThrow();
    expect(() => refuseToOverwrite("-", false)).not.toThrow();
  });
});
