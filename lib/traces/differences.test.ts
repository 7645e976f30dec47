import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DifferenceNode, differencesOf, type JudgedText, telling } from "./differences";

const judged = (...texts: [string, boolean | null][]): JudgedText[] =>
  texts.map(([text, right]) => ({ text, right }));

/** Every text again, by walking from the root to its leaf. */
function textsOf(node: DifferenceNode, before = ""): Map<number, string> {
  const here = before + node.shared;
  if (node.parts.length === 0) return new Map(node.members.map((place) => [place, here]));
  return new Map(node.parts.flatMap((part) => [...textsOf(part, here)]));
}

describe("differencesOf", () => {
  it("shares what all begin with and parts at the first other word", () => {
    const root = differencesOf(
      judged(["so 3 + 4 is 7", true], ["so 3 + 4 is 8", false], ["so 3 + 4 is 7 indeed", true]),
    );
    expect(root).toMatchObject({ shared: "so 3 + 4 is", members: [0, 1, 2], right: 2, wrong: 1, unknown: 0 });
    expect(root?.parts.map(({ shared, members }) => [shared, members])).toEqual([
      [" 7", [0, 2]],
      [" 8", [1]],
    ]);
    expect(root?.parts[0]?.parts.map(({ shared }) => shared)).toEqual(["", " indeed"]);
  });
  it("takes tags, numbers and signs for words of their own", () => {
    const root = differencesOf(judged(["<step>-1-6=-7</step>", true], ["<step>-1-16=-7", false]));
    expect(root?.shared).toBe("<step>-1-");
    expect(root?.parts.map(({ shared }) => shared)).toEqual(["6=-7</step>", "16=-7"]);
  });
  it("keeps equal texts together", () => {
    expect(differencesOf(judged(["a b", true], ["a b", false]))).toMatchObject({ shared: "a b", parts: [] });
    expect(differencesOf([])).toBeNull();
  });
  it("gives every text back", () => {
    const text = fc
      .array(fc.constantFrom("a", "bb", " ", "\n", "c.", "😀"), { maxLength: 12 })
      .map((p) => p.join(""));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
        const root = differencesOf(texts.map((t) => ({ text: t, right: null })));
        expect(root && [...textsOf(root)].sort(([a], [b]) => a - b).map(([, t]) => t)).toEqual(texts);
      }),
    );
  });
  it("reads a runaway text in a moment", () => {
    const long = "word ".repeat(200_000);
    const root = differencesOf(judged([`${long}a`, true], [`${long}b`, false]));
    expect(root && textsOf(root).get(1)).toBe(`${long}b`);
  });
});

describe("telling", () => {
  it("names where successes and failures part, the first one first", () => {
    const texts = judged(
      ["x add 1 then 2", true],
      ["x add 1 then 3", false],
      ["x mul 1", false],
      ["x mul 2", false],
      ["x add 1 then 2", true],
    );
    const partings = telling(differencesOf(texts));
    expect(partings.map(({ before, spread }) => [before, spread])).toEqual([
      ["x", 2 / 3],
      ["x add 1 then", 1],
    ]);
    expect(partings[1]?.ways.map(({ shared, right, wrong }) => [shared, right, wrong])).toEqual([
      [" 2", 2, 0],
      [" 3", 0, 1],
    ]);
  });
  it("tells nothing where all end alike or nothing is known", () => {
    expect(telling(differencesOf(judged(["a", true], ["b", true])))).toEqual([]);
    expect(telling(differencesOf(judged(["a", null], ["b", true])))).toEqual([]);
    expect(telling(null)).toEqual([]);
  });
});
