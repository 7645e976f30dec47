import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliceCodePoints } from "./code-points";
import { parseResponse } from "./grammar";
import { layoutResponse } from "./layout";
import { isBlank, TAGS } from "./tags";

const shown = (response: string, steps: { index: number; start: number; end: number }[]) =>
  layoutResponse(response, steps).map((b) => [b.kind, sliceCodePoints(response, b.start, b.end)]);

describe("layoutResponse", () => {
  it("is steps and the answer of a response of the grammar", () => {
    const response = "<think><step>a😀</step>\n<step>b</step></think><answer> 4 </answer>";
    const steps = parseResponse(response).steps.map((s, i) => ({ index: i + 1, start: s.start, end: s.end }));
    expect(shown(response, steps)).toEqual([
      ["step", "a😀"],
      ["step", "b"],
      ["answer", " 4 "],
    ]);
  });
  it("shows what stands before, between and after steps, without blanks at its ends", () => {
    const response = "😀 Well. Step one. So,\nStep two. Done.";
    const steps = [
      { index: 1, start: 8, end: 17 },
      { index: 2, start: 22, end: 31 },
    ];
    expect(shown(response, steps)).toEqual([
      ["outside", "😀 Well."],
      ["step", "Step one."],
      ["outside", "So,"],
      ["step", "Step two."],
      ["outside", "Done."],
    ]);
  });
  it("keeps a tag that stands among text, and more than one answer", () => {
    expect(shown("I think <step> is a tag", [])).toEqual([["outside", "I think <step> is a tag"]]);
    const two = "<answer>4</answer> or <answer>5</answer>";
    expect(shown(two, [])).toEqual([["outside", "4</answer> or <answer>5"]]);
  });
  it("is nothing of a text of tags and blanks", () => {
    expect(shown("<think> \n</think>", [])).toEqual([]);
    expect(shown("", [])).toEqual([]);
  });

  const piece = fc.oneof(fc.constantFrom(...TAGS, " ", "\n", "😀"), fc.string({ maxLength: 4 }));
  const text = fc.array(piece, { maxLength: 20 }).map((parts) => parts.join(""));
  it("leaves no character out but tags and blanks, whatever the spans are", () => {
    fc.assert(
      fc.property(text, fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 5 }), (response, pairs) => {
        const length = [...response].length;
        const steps = pairs.map(([a, b], i) => {
          const [x, y] = [Math.min(a, length), Math.min(b, length)];
          return { index: i + 1, start: Math.min(x, y), end: Math.max(x, y) };
        });
        const blocks = layoutResponse(response, steps);
        expect(blocks.filter((b) => b.kind === "step")).toHaveLength(steps.length);
        // Tags are found gap by gap, so what is left of a gap must hold nothing else.
        const points = [...response];
        const covered = new Set(blocks.flatMap((b) => points.map((_, i) => i).slice(b.start, b.end)));
        const rest = points.map((c, i) => (covered.has(i) ? "\u0001" : c)).join("");
        const left = rest.replaceAll(/<\/?(?:think|step|answer)>/g, "").replaceAll("\u0001", "");
        expect(isBlank(left)).toBe(true);
      }),
    );
  });
});
