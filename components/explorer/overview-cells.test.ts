import { describe, expect, it } from "vitest";
import type { ExplorerHeatmap } from "@/lib/contracts";
import { heatColumns, overviewInput } from "./overview-cells";

const cell = (mean: number | null, scored = 0, missing = 0, notScored = 0) => ({
  mean,
  scored,
  missing,
  notScored,
});

describe("the overview", () => {
  const bin = (from: number, cells: ReturnType<typeof cell>[]) => ({ from, to: from + 100, cells });
  const heatmap: ExplorerHeatmap = {
    total: 200,
    stepsMax: 60,
    bins: [
      bin(0, [cell(0, 100), cell(null, 0, 80, 20), cell(null, 0, 0, 100)]),
      bin(100, [cell(0.5, 100), ...Array.from({ length: 59 }, (_, i) => cell(1, i < 9 ? 50 : 1))]),
    ],
  };

  it("tells zero, missing, not scored and no such step apart", () => {
    const { cellAt } = overviewInput(heatmap, 5);
    expect([0, 1, 2, 3].map((column) => cellAt(column, 0).kind)).toEqual([
      "value",
      "missing",
      "not-scored",
      "empty",
    ]);
    expect(cellAt(0, 0)).toEqual({ kind: "value", c: 0 });
  });

  it("has no column that hardly a trace reaches, and says that there is more", () => {
    expect(heatColumns({ stepsMax: 60, stepsUsual: 10 })).toEqual({ shown: 10, hasMore: true });
    expect(heatColumns({ stepsMax: 60, stepsUsual: 60 })).toEqual({ shown: 32, hasMore: true });
    expect(heatColumns({ stepsMax: 9, stepsUsual: 3 })).toEqual({ shown: 8, hasMore: true });
    expect(heatColumns({ stepsMax: 4, stepsUsual: 3 })).toEqual({ shown: 4, hasMore: false });
    expect(heatColumns({ stepsMax: 0, stepsUsual: 0 })).toEqual({ shown: 1, hasMore: false });
  });
});
