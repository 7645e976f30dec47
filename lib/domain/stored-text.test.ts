import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  escapedOffsets,
  escapeText,
  escapeTexts,
  holdsUnstorable,
  isUnstorable,
  unescapeText,
  unescapeTexts,
} from "./stored-text";

/** Texts of any code units: lone surrogates, U+0000 and backslashes included. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom("\\", "u0000", "\u0000", "\ud800", "\udc00", "😀", "a"),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("stored text", () => {
  it("comes back as it was, and what is stored is always storable", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(unescapeText(escapeText(text))).toBe(text);
        expect(isUnstorable(escapeText(text))).toBe(false);
      }),
    );
  });

  it("knows a lone surrogate from a pair", () => {
    expect([
      isUnstorable("😀"),
      isUnstorable("\ud83d"),
      isUnstorable("\ude00\ud83d"),
      isUnstorable("\u0000"),
    ]).toEqual([...[false, true, true, true]]);
  });

  it("escapes keys and nested texts", () => {
    const value = { "a\u0000": [{ b: "\ud800" }], n: 1, none: null };
    expect(holdsUnstorable(value)).toBe(true);
    expect(escapeTexts(value)).toEqual({ "a\\u0000": [{ b: "\\ud800" }], n: 1, none: null });
    expect(unescapeTexts(escapeTexts(value))).toEqual(value);
  });

  it("maps spans of code points onto the stored text", () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
        const points = [...text];
        const [start = 0, end = 0] = [a % (points.length + 1), b % (points.length + 1)].sort((x, y) => x - y);
        const offset = escapedOffsets(text);
        const cut = [...escapeText(text)].slice(offset(start), offset(end)).join("");
        expect(unescapeText(cut)).toBe(points.slice(start, end).join(""));
      }),
    );
  });
});
