import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areEqual, commonSteps, compareTexts, ownWords } from "./prepare-compare";

describe("the common start of traces", () => {
  it("ends at the first step that differs, or where one trace ends", () => {
    expect(
      commonSteps([
        ["a", "b", "c"],
        ["a", "b", "d"],
        ["a", "b", "c"],
      ]),
    ).toBe(2);
    expect(commonSteps([["a", "b"], ["a"]])).toBe(1);
    expect(commonSteps([["a"], ["a", "b"]])).toBe(1);
    expect(commonSteps([["a"], ["b"]])).toBe(0);
    expect(commonSteps([["a"]])).toBe(0);
    expect(commonSteps([[], []])).toBe(0);
  });
  it("knows equal traces from one that only begins like another", () => {
    expect(areEqual([["a"], ["a"]])).toBe(true);
    expect(areEqual([["a"], ["a", "b"]])).toBe(false);
  });
});

describe("words of its own", () => {
  const own = (text: string, other: string) =>
    ownWords(text, other)
      ?.filter((s) => s.isOwn)
      .map((s) => s.text.trim());
  it("are those that the other has not in their place", () => {
    expect(own("add 3 and 4", "add 3 and 5")).toEqual(["4"]);
    expect(own("add 3 and 4", "add 3 and 4")).toEqual([]);
    expect(own("so x = 2", "")).toEqual(["so x = 2"]);
  });
  it("are not told of texts that are too long or too different", () => {
    expect(ownWords("a ".repeat(4_000), "b")).toBeNull();
    const words = (c: string) => Array.from({ length: 700 }, (_, i) => `${c}${i}`).join(" ");
    expect(ownWords(words("a"), words("b"))).toBeNull();
  });
  it("never lose or change a character", () => {
    const text = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(
          ownWords(a, b)
            ?.map((s) => s.text)
            .join("") ?? a,
        ).toBe(a);
      }),
    );
  });
  it("are told of both of two, and of the others against the first of more", () => {
    const marks = (texts: (string | null)[]) =>
      compareTexts(texts).map(
        (segments) => segments?.filter((s) => s.isOwn).map((s) => s.text.trim()) ?? null,
      );
    expect(marks(["a b", "a c"])).toEqual([["b"], ["c"]]);
    expect(marks(["a b", "a c", "a b"])).toEqual([[], ["c"], []]);
    expect(marks(["a b", null])).toEqual([null, null]);
    expect(marks([null, "a c"])).toEqual([null, null]);
  });
});
