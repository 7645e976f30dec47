import type { HeatmapCell, HeatmapInput } from "@/components/charts/prepare-heatmap";
import type { ExplorerFacets, ExplorerHeatmap } from "@/lib/contracts";

type Cell = ExplorerHeatmap["bins"][number]["cells"][number];

/** The look of a pooled cell: any scored c_i makes a mean; the rest is told by what there is most of. */
function lookOf(cell: Cell | undefined): HeatmapCell {
  if (!cell) return { kind: "empty" };
  if (cell.mean !== null) return { kind: "value", c: cell.mean };
  if (cell.missing > 0 && cell.missing >= cell.notScored) return { kind: "missing" };
  return cell.notScored > 0 ? { kind: "not-scored" } : { kind: "empty" };
}

/** The whole selection in the order of the list, top to bottom, as the heatmap's canvas takes it. */
export function overviewInput({ bins }: ExplorerHeatmap, columns: number): HeatmapInput {
  return { columns, rows: bins.length, cellAt: (column, row) => lookOf(bins[row]?.cells[column]) };
}

/** The trace steps that the heatmap has a column for, and whether some traces have more. */
export interface HeatColumns {
  shown: number;
  hasMore: boolean;
}

const LEAST_COLUMNS = 8;
const MOST_COLUMNS = 32;

/** Columns for all but the longest traces: one of 78 trace steps would leave slivers to those of four. */
export function heatColumns({
  stepsMax,
  stepsUsual,
}: Pick<ExplorerFacets, "stepsMax" | "stepsUsual">): HeatColumns {
  const shown = Math.max(1, Math.min(stepsMax, MOST_COLUMNS, Math.max(LEAST_COLUMNS, stepsUsual)));
  return { shown, hasMore: stepsMax > shown };
}
