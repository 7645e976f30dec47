"use client";

import { CursorOverlay } from "@/components/charts/cursor-overlay";
import { placeNear, placeRows } from "./describe-place";
import type { ReplicatedPlot } from "./prepare-replicated";

interface Props {
  /** Unique among the charts that share a cursor. */
  id: string;
  title: string;
  plot: ReplicatedPlot;
  width: number;
  /** Two places on the plot's axis, in order. */
  onZoom: (from: number, to: number) => void;
  onReset: () => void;
}

/** The arm whose places the cursor steps through: the one that goes furthest. */
function longest(plot: ReplicatedPlot) {
  return plot.curves.reduce(
    (a, b) => ((b.arm.x.at(-1) ?? 0) > (a?.arm.x.at(-1) ?? -1) ? b : a),
    plot.curves[0],
  );
}

/** The place nearest to x, `by` places further along; x itself where nothing is drawn. */
function snapped(plot: ReplicatedPlot, x: number, by = 0): number {
  const curve = longest(plot);
  const { unitSize } = plot.x.scale;
  const found = curve && placeNear(curve, unitSize, x);
  if (!curve || !found) return x;
  const place = Math.min(curve.arm.x.length - 1, Math.max(0, found.place + by));
  return (curve.arm.x[place] ?? 0) / unitSize;
}

/** The pointer and keyboard side of replicated curves. */
export function ReplicatedOverlay(props: Props) {
  const { plot } = props;
  return (
    <CursorOverlay
      {...props}
      snap={(x) => snapped(plot, x)}
      step={(x, by) => snapped(plot, x, by)}
      rowsAt={(x) => placeRows(plot, x)}
    />
  );
}
