import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapedOffsets, escapeText } from "@/lib/domain/stored-text";
import { rawOffsets, reader } from "./raw-text";

const hostile = fc
  .array(fc.constantFrom("a", "\\", "\u0000", "\ud800", "😀", "\\u0000", "é"), { maxLength: 30 })
  .map((p) => p.join(""));

describe("reading escaped texts back", () => {
  it("gives what the model wrote", () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        expect(reader(true)(escapeText(raw))).toBe(raw);
      }),
    );
    expect(reader(false)("a\\\\b")).toBe("a\\\\b");
    expect(reader(true)(null)).toBeNull();
  });

  it("turns spans of the stored text into spans of the raw one", () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        const toStored = escapedOffsets(raw);
        const back = rawOffsets(escapeText(raw), true);
        for (let at = 0; at <= [...raw].length; at++) expect(back(toStored(at))).toBe(at);
      }),
    );
    expect(rawOffsets("a\\\\b", false)(3)).toBe(3);
  });
});
