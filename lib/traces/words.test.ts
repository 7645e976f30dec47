import fc from "fast-check";
import { expect, test } from "vitest";
import { answers, differentWords, searchTerms, wordsOf } from "./words";

const words = (text: string) => [...wordsOf(text)].map(({ word }) => word);

test("words are letters and digits; signs and tags stand between them", () => {
  expect(words("<b>So 12/4=3, x_1 is Größer…</b>")).toEqual("b so 12 4 3 x 1 is größer b".split(" "));
  expect(words("3×4 — “quoted” don't")).toEqual(["3", "4", "quoted", "don", "t"]);
});

test("the tags of the grammar are no words, what looks like them is", () => {
  const response = "<think><step>a step</step></think><answer>4</answer> <steps> < answer>";
  expect(words(response)).toEqual(["a", "step", "4", "steps", "answer"]);
});

test("a script without blanks is cut by character; marks stay with their letter", () => {
  expect(words("答案是B2")).toEqual(["答", "案", "是", "b2"]);
  expect(words("नमस्ते e\u0301")).toEqual(["नमस्ते", "é"]);
});

test("upper case, ligatures, wide digits and superscripts are one form", () => {
  expect(words("ﬁnal FINAL １２ x²")).toEqual(["final", "final", "12", "x2"]);
});

test("an endless word and half a megabyte of words are cut, nothing throws", () => {
  expect(words("a".repeat(100_000))).toEqual(["a".repeat(100)]);
  const many = Array.from({ length: 200_000 }, (_, i) => `w${i}`).join(" ");
  expect(differentWords([many]).length).toBeGreaterThan(10_000);
  expect(differentWords([many]).join("").length).toBeLessThan(500_000);
});

test("long words find those that begin with them; numbers and short words only themselves", () => {
  expect(searchTerms("Tri 123 ab Tri")).toEqual([
    { word: "tri", prefix: true },
    { word: "123", prefix: false },
    { word: "ab", prefix: false },
  ]);
  expect(answers({ word: "triangle" }, { word: "tri", prefix: true })).toBe(true);
  expect(answers({ word: "1234" }, { word: "123", prefix: false })).toBe(false);
  expect(searchTerms("+ — …")).toEqual([]);
});

test("every word lies where it says, in any text, lone surrogates and all", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      let end = 0;
      for (const found of wordsOf(text)) {
        expect(found.start).toBeGreaterThanOrEqual(end);
        expect(found.end).toBeGreaterThan(found.start);
        expect(words(text.slice(found.start, found.end))).toEqual([found.word]);
        end = found.end;
      }
    }),
  );
});
