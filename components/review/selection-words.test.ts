import { describe, expect, it } from "vitest";
import { selectionWords } from "./selection-words";

describe("selectionWords", () => {
  it("says what was chosen as the filters do, ranges as one, and keeps what they do not know", () => {
    const said = selectionWords({ project: "prj_00000000", scored: "yes", minSteps: 3, text: "ducks" });
    expect(said).toEqual([
      { label: "Trace steps", words: expect.stringContaining("3") },
      { label: "Has c", words: "scored" },
      { label: "Words", words: "ducks" },
    ]);
    expect(selectionWords({})).toEqual([]);
  });
});
