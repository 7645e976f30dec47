import { describe, expect, it } from "vitest";
import type { SolvabilityCounts, TraceRow } from "@/lib/contracts";
import { cellsInWords, columnInWords, positionOf, ribbonOf, sameSample } from "./prepare-through";

const c = (successes: number, returned = 4, requested = 4): SolvabilityCounts => ({
  ...{ requested, returned, successes, truncated: 0 },
});

function row(sampleIndex: number, of: Partial<TraceRow> = {}): TraceRow {
  return {
    ...{ id: `trc_0000000${sampleIndex}`, runId: "run_00000000", origin: "train", trainStep: 1, sampleIndex },
    ...{ groupId: "g", promptId: "prm_00000000", promptPreview: "", family: null, reference: null },
    ...{ answer: null, invalidReason: null, stepCount: 0, responseTokens: 1, reward: 1, outcome: 1 },
    ...{ process: null, gate: null, groupAdvantage: null, steps: [] },
    ...of,
  };
}

describe("the ribbon", () => {
  const columns = ribbonOf([
    { trainStep: 1, rows: [row(0, { steps: [c(4), c(0)] }), row(1, { steps: [c(2)], outcome: 0 })] },
    { trainStep: 9, rows: [row(0, { steps: [c(0, 0), c(0, 0, 0)], outcome: null })] },
  ]);
  it("is the mean of c over the samples, and never a zero where nothing is known", () => {
    expect(columns.map(({ cells }) => cells)).toEqual([
      [
        { meanC: 0.75, n: 2, state: "value" },
        { meanC: 0, n: 1, state: "value" },
      ],
      [
        { meanC: null, n: 0, state: "missing" },
        { meanC: null, n: 0, state: "not-scored" },
      ],
    ]);
    expect(ribbonOf([{ trainStep: 1, rows: [row(0), row(1, { steps: [c(1)] })] }])[0]?.cells).toHaveLength(1);
    expect(
      ribbonOf([
        { trainStep: 1, rows: [row(0, { steps: [c(1)] })] },
        { trainStep: 2, rows: [row(0)] },
      ])[1]?.cells,
    ).toEqual([{ meanC: null, n: 0, state: "none" }]);
  });
  it("says what its colours show", () => {
    expect(columns.map(cellsInWords)).toEqual([
      "mean c: s1 0.75, s2 0.00",
      "mean c: s1 missing, s2 not scored",
    ]);
    expect(ribbonOf([{ trainStep: 1, rows: [row(0)] }]).map(cellsInWords)).toEqual(["no trace steps"]);
  });
  it("counts right answers among the graded", () => {
    expect(columns.map(columnInWords)).toEqual([
      "train step 1: n = 2, 1 of 2 right",
      "train step 9: n = 1, none graded",
    ]);
  });
});

describe("where the slider stands", () => {
  const steps = [{ trainStep: 2 }, { trainStep: 5 }, { trainStep: 9 }];
  it("is the train step asked for, the one before it, or the last of all", () => {
    expect([5, 7, 1, 99, null].map((at) => positionOf(steps, at))).toEqual([1, 1, 0, 2, 2]);
    expect(positionOf([], null)).toBe(0);
  });
  it("keeps reading the same sample, of the same run if it can", () => {
    const rows = [row(0), row(1, { runId: "run_11111111" }), row(1)];
    expect(sameSample(rows, row(1))).toBe(rows[2]);
    expect(sameSample(rows, row(1, { runId: "run_99999999" }))).toBe(rows[1]);
    expect(sameSample(rows, row(7))).toBe(rows[0]);
    expect(sameSample(rows, null)).toBeNull();
    expect(sameSample([], row(1))).toBeNull();
  });
});
