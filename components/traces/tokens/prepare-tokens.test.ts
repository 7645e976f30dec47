import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measuresOf, strengthOf, tokenInWords, tokensWithin } from "./prepare-tokens";

const scores = { ends: [2, 3, 3, 5, 8], logprobs: [-0.5, -1, -2, -3, 0], entropies: [1, 2, 3, 4, 5] };
const RESPONSE = "ab😀cdefgh";

describe("tokensWithin", () => {
  it("cuts a part of the response where its tokens end", () => {
    const pieces = tokensWithin(RESPONSE, 0, scores, "logprob");
    expect(pieces.map((p) => [p.index, p.count, p.text, p.value])).toEqual([
      [0, 1, "ab", -0.5],
      [1, 1, "😀", -1],
      [2, 2, "cd", -5],
      [4, 1, "efg", 0],
      [5, 0, "h", null],
    ]);
  });
  it("begins inside a token where the part does", () => {
    const pieces = tokensWithin("😀c", 2, scores, "entropy");
    expect(pieces.map((p) => [p.index, p.text, p.value])).toEqual([
      [1, "😀", 2],
      [2, "c", 4],
    ]);
    expect(tokensWithin("b", 1, scores, "entropy")).toEqual([{ index: 0, count: 1, text: "b", value: 1 }]);
  });
  it("never loses or repeats a character, whatever was logged", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 20 }),
        fc.array(fc.nat(30), { maxLength: 12 }),
        fc.nat(10),
        (text, ends, from) => {
          const logged = { ends: ends.sort((a, b) => a - b), logprobs: ends.map(() => -1), entropies: null };
          const pieces = tokensWithin(text, from, logged, "logprob");
          expect(pieces.map((p) => p.text).join("")).toBe(text);
          expect(pieces.every((p) => p.text !== "")).toBe(true);
        },
      ),
    );
  });
});

describe("what is said of tokens", () => {
  it("names the measures that were logged", () => {
    expect(measuresOf(null)).toEqual([]);
    expect(measuresOf({ ends: [], logprobs: [], entropies: [] })).toEqual([]);
    expect(measuresOf({ ...scores, entropies: null })).toEqual(["logprob"]);
    expect(measuresOf(scores)).toEqual(["logprob", "entropy"]);
  });
  it("gives a probability with its logarithm, and nats with both", () => {
    const piece = { index: 1, count: 1, text: "x", value: -Math.LN2 };
    expect(tokenInWords(piece, "logprob")).toBe("token 2: log-probability -0.693 nats, p = 50.0%");
    expect(tokenInWords({ ...piece, value: -20 }, "logprob")).toContain("p = 2.1e-9");
    expect(tokenInWords({ ...piece, count: 2, value: 1 }, "entropy")).toBe(
      "tokens 2 to 3: entropy 1.000 nats",
    );
    expect(tokenInWords({ ...piece, value: null }, "entropy")).toBe("no token was logged here");
  });
  it("is drawn by its distance from certain, unknown not at all", () => {
    expect([0, -2.5, -50, null, Number.NaN].map(strengthOf)).toEqual([0, 0.5, 1, 0, 0]);
  });
});
