import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hitPlace, piecesOf } from "./marked";

describe("marked text", () => {
  it("is the whole text in order, whatever the marks", () => {
    const marks = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 5 });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 25 }), marks, (text, some) => {
        expect(
          piecesOf(text, some)
            .map((p) => p.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });

  it("counts code points, not halves of them", () => {
    expect(piecesOf("𝑥 = 😀😀", [[4, 5]])).toEqual([
      { text: "𝑥 = ", isMarked: false, at: 0 },
      { text: "😀", isMarked: true, at: 4 },
      { text: "😀", isMarked: false, at: 5 },
    ]);
  });

  it("says where it was found", () => {
    const hit = { where: "continuation", traceStep: 2, continuation: 0, excerpt: "", marks: [] } as const;
    expect(hitPlace({ ...hit, marks: [] })).toBe("step 2, continuation 1");
    expect(hitPlace({ ...hit, marks: [], where: "prompt", traceStep: null })).toBe("prompt");
    expect(hitPlace({ ...hit, marks: [], where: "response", traceStep: null })).toBe("response");
  });
});
