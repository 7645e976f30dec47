import { describe, expect, it } from "vitest";
import type { SolvabilityCell } from "@/lib/contracts";
import { standardDeviation } from "@/lib/stats/moments";
import { byTrainStep, lookOf } from "./heatmap-cells";
import { describeFacts, heatmapCsv } from "./heatmap-text";

/** A cell whose c_i are these. */
function cellOf(trainStep: number, traceStep: number, c: number[], rest: Partial<SolvabilityCell> = {}) {
  const meanC = c.length === 0 ? null : c.reduce((a, b) => a + b, 0) / c.length;
  return {
    ...{ trainStep, traceStep, scored: c.length, missing: 0, notScored: 0, meanC, sdC: standardDeviation(c) },
    ...{ returned: 4 * c.length, successes: Math.round(4 * c.reduce((a, b) => a + b, 0)) },
    ...rest,
  };
}

describe("byTrainStep", () => {
  it("has a column for each recorded train step, in order, and a row for each trace step", () => {
    const map = byTrainStep([cellOf(11, 2, [1]), cellOf(1, 1, [0.5])]);
    expect([map.columns, map.rows]).toEqual([2, 2]);
    expect(map.trainSteps.map((c) => c.from)).toEqual([1, 11]);
    expect(map.cellAt(0, 0)).toEqual({ kind: "value", c: 0.5 });
    expect(map.cellAt(1, 1)).toEqual({ kind: "value", c: 1 });
    expect(map.cellAt(0, 1)).toEqual({ kind: "empty" });
  });

  it("tells 0, missing, not scored and no data apart", () => {
    const map = byTrainStep([
      cellOf(1, 1, [0, 0]),
      cellOf(1, 2, [], { missing: 2 }),
      cellOf(1, 3, [], { notScored: 2 }),
      cellOf(2, 4, [1]),
    ]);
    expect([0, 1, 2, 3].map((row) => map.cellAt(0, row).kind)).toEqual([
      "value",
      "missing",
      "not-scored",
      "empty",
    ]);
  });

  it("pools train steps exactly where there are more than columns", () => {
    const [first, second] = [
      [0, 0.25, 1],
      [0.75, 0.75],
    ];
    const map = byTrainStep([cellOf(1, 1, first), cellOf(2, 1, second), cellOf(3, 1, [1])], { most: 2 });
    expect(map.trainSteps).toEqual([
      { from: 1, to: 2 },
      { from: 3, to: 3 },
    ]);
    const facts = map.factsAt(0, 0);
    expect(facts?.scored).toBe(5);
    expect(facts?.mean).toBeCloseTo(0.55, 12);
    expect(facts?.sd).toBeCloseTo(standardDeviation([...first, ...second]) ?? Number.NaN, 12);
  });

  it("keeps to axes that it is given, so that runs can be compared", () => {
    const map = byTrainStep([cellOf(5, 1, [1])], { trainSteps: [1, 5, 9], rows: 3 });
    expect([map.columns, map.rows]).toEqual([3, 3]);
    expect(map.cellAt(1, 0)).toEqual({ kind: "value", c: 1 });
    expect(map.cellAt(0, 0).kind).toBe("empty");
  });

  it("is empty for a run without cells", () => {
    const map = byTrainStep([]);
    expect([map.columns, map.rows]).toEqual([0, 0]);
  });

  it("handles as many cells as a long run has", () => {
    const cells = Array.from({ length: 20_000 }, (_, i) =>
      cellOf(1 + Math.floor(i / 10), 1 + (i % 10), [0.5]),
    );
    const map = byTrainStep(cells);
    expect(map.columns).toBe(400);
    expect(map.factsAt(399, 9)?.scored).toBe(5);
  });
});

describe("describeFacts", () => {
  it("never says a mean without its n, nor hides what is missing", () => {
    const { factsAt } = byTrainStep([cellOf(7, 2, [0.5, 1], { missing: 3, notScored: 1 })]);
    const lines = describeFacts({ from: 7, to: 7 }, 2, factsAt(0, 1));
    expect(lines[0]).toBe("Train step 7, trace step 2");
    expect(lines[1]).toBe("Mean c 0.75, SD 0.35, n = 2 responses");
    expect(lines.at(-1)).toBe("Missing 3, not scored 1");
  });

  it("says that there is nothing, and no mean, where nothing was scored", () => {
    expect(describeFacts({ from: 1, to: 5 }, 1, null)[0]).toBe("Train steps 1–5, trace step 1");
    const { factsAt } = byTrainStep([cellOf(1, 1, [], { missing: 2 })]);
    expect(describeFacts({ from: 1, to: 1 }, 1, factsAt(0, 0))[1]).toBe("No c here");
    expect(lookOf(null)).toEqual({ kind: "empty" });
  });
});

describe("heatmapCsv", () => {
  it("has counts beside every mean, and no 0 for what is unknown", () => {
    const lines = heatmapCsv(byTrainStep([cellOf(1, 1, [0]), cellOf(1, 2, [], { missing: 2 })])).split(
      "\r\n",
    );
    expect(lines.slice(1)).toEqual(["1,1,1,0,,1,0,0,0,4", "1,1,2,,,0,2,0,0,0"]);
  });
});
