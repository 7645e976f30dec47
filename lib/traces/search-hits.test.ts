import fc from "fast-check";
import { expect, test } from "vitest";
import { sliceCodePoints } from "./code-points";
import { cutAtSpans, excerptsOf } from "./search-hits";
import { searchTerms } from "./words";

const marked = ({ excerpt, marks }: { excerpt: string; marks: [number, number][] }) =>
  marks.map(([start, end]) => sliceCodePoints(excerpt, start, end));

test("hits near to each other share an excerpt; others have their own", () => {
  const text = `The area, then the AREA. ${"x ".repeat(300)}An area again.`;
  const found = excerptsOf(text, searchTerms("area"), 10);
  expect(found.map(marked)).toEqual([["area", "AREA"], ["area"]]);
  expect(found[0]?.excerpt.startsWith("The area")).toBe(true);
  expect(found[1]?.excerpt).toMatch(/^… ?(x )+An area again\.$/);
});

test("reading stops at the most", () => {
  const text = Array.from({ length: 9 }, () => `area ${"x ".repeat(200)}`).join("");
  expect(excerptsOf(text, searchTerms("area"), 2)).toHaveLength(2);
});

test("marks count code points, and no character is cut in two", () => {
  const found = excerptsOf(`${"😀".repeat(200)} area ${"😀".repeat(200)}`, searchTerms("area"), 1);
  expect(found.map(marked)).toEqual([["area"]]);
  for (const { excerpt } of found) expect(() => encodeURIComponent(excerpt)).not.toThrow();
});

test("markup stays the text that it is", () => {
  const [found] = excerptsOf("<img src=x onerror=alert(1)>", searchTerms("alert"), 1);
  expect(found?.excerpt).toBe("<img src=x onerror=alert(1)>");
});

test("every mark is a word that was searched for, in any text", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("area", "Areas", "x", "😀", "<step>", "é", "\n"), { maxLength: 200 }),
      (parts) => {
        const found = excerptsOf(parts.join(" "), searchTerms("area"), 1000);
        expect(found.flatMap(marked)).toEqual(parts.filter((part) => /^areas?$/i.test(part)));
      },
    ),
  );
});

test("a text cut at its steps is all there, each step by its number", () => {
  const spans = [
    { index: 1, start: 1, end: 3 },
    { index: 2, start: 3, end: 4 },
  ];
  expect(cutAtSpans("😀bcd😀f", spans)).toEqual([
    { text: "😀", index: null },
    { text: "bc", index: 1 },
    { text: "d", index: 2 },
    { text: "😀f", index: null },
  ]);
  expect(cutAtSpans("abc", [])).toEqual([{ text: "abc", index: null }]);
});
