import fc from "fast-check";
import { expect, test } from "vitest";
import { poolLines, tracesIn } from "./pooled-lines";
import { packSolvability, SEPARATOR_BYTE, type StepSolvability } from "./solvability-bytes";

const joined = (traces: readonly (readonly StepSolvability[])[]) =>
  Uint8Array.from(traces.flatMap((steps) => [...packSolvability(steps), SEPARATOR_BYTE]));

test("nothing is no line", () => {
  expect(poolLines(new Uint8Array(), 100, 100)).toEqual({ total: 0, stepsMax: 0, bins: [] });
});

test("few traces have a line each, in order, one without steps too", () => {
  const { bins, stepsMax } = poolLines(joined([[1, "missing"], [], ["not-scored", 0, 0.5]]), 10, 100);
  const cell = (mean: number | null, scored: number, missing: number, notScored: number) => ({
    ...{ mean, scored, missing, notScored },
  });
  expect(stepsMax).toBe(3);
  expect(bins).toEqual([
    { from: 0, to: 1, cells: [cell(1, 1, 0, 0), cell(null, 0, 1, 0)] },
    { from: 1, to: 2, cells: [] },
    { from: 2, to: 3, cells: [cell(null, 0, 0, 1), cell(0, 1, 0, 0), cell(0.5, 1, 0, 0)] },
  ]);
});

test("what is missing or not scored never counts as zero in a pooled mean", () => {
  const { bins } = poolLines(joined([[1], ["missing"], ["not-scored"], [0.5]]), 1, 100);
  expect(bins).toEqual([{ from: 0, to: 4, cells: [{ mean: 0.75, scored: 2, missing: 1, notScored: 1 }] }]);
});

test("trace steps past the most are left out, and the next trace starts at its own first", () => {
  const { bins, stepsMax } = poolLines(joined([[1, 1, 1], [0]]), 2, 2);
  expect(stepsMax).toBe(2);
  expect(bins.map(({ cells }) => cells.map(({ mean }) => mean))).toEqual([[1, 1], [0]]);
});

const anyTrace = fc.array(
  fc.oneof(
    fc.constantFrom<StepSolvability>("missing", "not-scored"),
    fc.integer({ min: 0, max: 4 }).map((k) => k / 4),
  ),
  { maxLength: 6 },
);

test("lines cover the list without a gap, and pooling loses nothing", () => {
  fc.assert(
    fc.property(fc.array(anyTrace, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (traces, most) => {
      const bytes = joined(traces);
      expect(tracesIn(bytes)).toBe(traces.length);
      const { bins, total } = poolLines(bytes, most, 100);
      expect(bins.length).toBe(Math.min(most, total));
      expect(bins.map(({ to }) => to)).toEqual([
        ...bins.slice(1).map(({ from }) => from),
        ...(total ? [total] : []),
      ]);
      const cells = bins.flatMap((bin) => bin.cells);
      const scored = traces.flat().filter((c): c is number => typeof c === "number");
      expect(cells.reduce((sum, c) => sum + (c.mean ?? 0) * c.scored, 0)).toBeCloseTo(
        scored.reduce((sum, c) => sum + c, 0),
        9,
      );
      expect(cells.reduce((sum, c) => sum + c.missing, 0)).toBe(
        traces.flat().filter((c) => c === "missing").length,
      );
    }),
  );
});
