import { describe, expect, it } from "vitest";
import { packSolvability } from "@/lib/traces/solvability-bytes";
import { explorerRowOf } from "./explorer-fixture";
import { cellWords, heatWords } from "./heat-words";

const packed = (...steps: Parameters<typeof packSolvability>[0]) =>
  btoa(String.fromCharCode(...packSolvability(steps)));

describe("the cells of a row in words", () => {
  const solvability = packed(1, 0, "missing", "not-scored");
  const row = explorerRowOf({ solvability, stepCount: 4, largestDrop: 1, largestDropStep: 2 });

  it("never take zero, missing and not scored for each other", () => {
    expect(heatWords(row)).toBe("1.00, 0.00, missing, not scored");
    expect(cellWords(row, 2)).toEqual([
      "Trace 12 · 1, trace step 2 of 4",
      "c = 0.00",
      "The largest drop: 1.00",
    ]);
    expect(cellWords(row, 3)[1]).toMatch(/^Missing/);
    expect(cellWords(row, 4)[1]).toMatch(/^Not scored/);
  });

  it("name an empirical c and a trace without steps", () => {
    expect(cellWords({ ...row, scoreSource: "empirical" }, 1)[1]).toMatch(/empirical/);
    expect(heatWords({ solvability: "" })).toBe("no trace step");
  });
});
