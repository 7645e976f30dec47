import type { HeatmapCell, HeatmapInput } from "@/components/charts/prepare-heatmap";
import type { ExplorerHeatmap } from "@/lib/contracts";

type Cell = ExplorerHeatmap["bins"][number]["cells"][number];

/** The look of a pooled cell: any scored c_i makes a mean; the rest is told by what there is most of. */
function lookOf(cell: Cell | undefined): HeatmapCell {
  if (!cell) return { kind: "empty" };
  if (cell.mean !== null) return { kind: "value", c: cell.mean };
  if (cell.missing > 0 && cell.missing >= cell.notScored) return { kind: "missing" };
  return cell.notScored > 0 ? { kind: "not-scored" } : { kind: "empty" };
}

/** The whole selection in the order of the list, top to bottom, as the heatmap's canvas takes it. */
export function overviewInput({ bins, stepsMax }: ExplorerHeatmap): HeatmapInput {
  return {
    columns: stepsMax,
    rows: bins.length,
    cellAt: (column, row) => lookOf(bins[row]?.cells[column]),
  };
}
