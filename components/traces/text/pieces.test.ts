import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutPieces, findAll, rangeWithin } from "./pieces";
import { codePointShownAt, visibleText } from "./visible-text";

describe("findAll", () => {
  it("finds words whatever their case, and what a pattern would mean otherwise", () => {
    expect(findAll("Sum, sum. SUM", "sum")).toHaveLength(3);
    expect(findAll("a.c abc a.c", "a.c").map((r) => r.start)).toEqual([0, 8]);
    expect(findAll("f(x) = [1] \\ {", "\\ {")).toHaveLength(1);
  });
  it("finds nothing of less than two letters, and no more than asked", () => {
    expect(findAll("aaaa", "a")).toEqual([]);
    expect(findAll("aaaaaa", "aa", 2)).toHaveLength(2);
  });
});

describe("rangeWithin", () => {
  it("turns code points of the response into offsets of a part of it", () => {
    expect(rangeWithin("😀bc", 10, { start: 11, end: 12 })).toEqual({ start: 2, end: 3 });
    expect(rangeWithin("abc", 10, { start: 0, end: 11 })).toEqual({ start: 0, end: 1 });
    expect(rangeWithin("abc", 10, { start: 12, end: 99 })).toEqual({ start: 2, end: 3 });
  });
  it("is null where they do not meet", () => {
    expect(rangeWithin("abc", 10, { start: 0, end: 10 })).toBeNull();
    expect(rangeWithin("abc", 10, { start: 13, end: 20 })).toBeNull();
  });
});

describe("cutPieces", () => {
  it("marks hits and the range, also where they cross", () => {
    const pieces = cutPieces(
      "one two one",
      [
        { start: 0, end: 3 },
        { start: 8, end: 11 },
      ],
      { start: 2, end: 5 },
    );
    expect(pieces.map((p) => [p.text, p.hit, p.inRange])).toEqual([
      ["on", 0, false],
      ["e", 0, true],
      [" t", null, true],
      ["wo ", null, false],
      ["one", 1, false],
    ]);
  });
  it("is the whole text in one where nothing is marked", () => {
    expect(cutPieces("abc", [], null)).toEqual([
      { start: 0, end: 3, text: "abc", hit: null, inRange: false },
    ]);
    expect(cutPieces("", [], null)).toEqual([]);
  });
  it("never loses or repeats a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.nat(40), fc.nat(40), (text, a, b) => {
        const hits = findAll(text, text.slice(a % 3, (a % 3) + 2));
        const pieces = cutPieces(text, hits, { start: Math.min(a, b), end: Math.max(a, b) });
        expect(pieces.map((p) => p.text).join("")).toBe(text);
        for (const [i, hit] of hits.entries()) {
          const marked = pieces.filter((p) => p.hit === i);
          expect(marked.map((p) => p.text).join("")).toBe(text.slice(hit.start, hit.end));
        }
      }),
    );
  });
});

describe("codePointShownAt", () => {
  it("counts what hides as one, though it is shown as several characters", () => {
    const text = "a\u202eb😀c";
    expect(visibleText(text)).toBe("a⟨U+202E⟩b😀c");
    expect([0, 1, 9, 10, 12].map((at) => codePointShownAt(text, at))).toEqual([0, 1, 2, 3, 4]);
  });
});
