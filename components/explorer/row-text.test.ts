import { describe, expect, it } from "vitest";
import type { ExplorerRow } from "@/lib/contracts";
import { explorerRowOf } from "./explorer-fixture";
import { dropText, numberOr, outcomeWord, traceName, twoDecimals } from "./row-text";

describe("a row's words", () => {
  it("tell an ungraded response from a wrong one", () => {
    expect(outcomeWord(explorerRowOf({ outcome: 0 }))).toBe("wrong");
    expect(outcomeWord(explorerRowOf({ outcome: null }))).toBe("unknown");
    expect(outcomeWord(explorerRowOf({ outcome: null, valid: false }))).toBe("invalid");
  });

  it("tell no drop from an unknown one", () => {
    expect(dropText(explorerRowOf({ largestDrop: 0, largestDropStep: null }))).toBe("none");
    expect(dropText(explorerRowOf({ largestDrop: null, largestDropStep: null }))).toBe("–");
    expect(dropText(explorerRowOf({ largestDrop: 0.75, largestDropStep: 3 }))).toBe("0.75 at 3");
  });

  it("write unknown as a dash, zero as zero and NaN by its name", () => {
    expect([twoDecimals(null), twoDecimals(0)]).toEqual(["–", "0.00"]);
    expect([numberOr(null), numberOr(0), numberOr("NaN")]).toEqual(["–", "0", "NaN"]);
  });

  it("name a trace of a source without train steps", () => {
    const name = (source: ExplorerRow["source"]) =>
      traceName(explorerRowOf({ trainStep: null, sampleIndex: 2, source }));
    expect(name(null)).toBe("sample 3");
    expect(name({ file: "logs/a.jsonl", line: 7 })).toBe("line 7 · 3");
    expect(name({ file: "a.parquet", line: null })).toBe("sample 3");
  });
});
