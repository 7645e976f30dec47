"use client";

import { cx } from "@/components/ui/cx";
import { PLOT } from "./plot-area";
import type { SeriesPlot as Plot } from "./prepare-series";
import { SeriesOverlay } from "./series-overlay";
import { SeriesPlot } from "./series-plot";
import { useWidth } from "./use-width";

interface Props {
  /** Unique among the charts that share a cursor. */
  id: string;
  title: string;
  yTitle: string;
  plot: Plot;
  /** Older data are shown while newer ones are fetched. */
  stale?: boolean;
  /** Without it nothing can be dragged. */
  onZoom?: (from: number, to: number) => void;
  onReset?: () => void;
}

/** Metric series as lines, with the cursor, hover card and zoom that all of them share. */
export function SeriesChart({ id, title, yTitle, plot, stale = false, onZoom, onReset }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  return (
    <div ref={ref} className={cx("relative", stale && "opacity-60")} style={{ height: PLOT.height }}>
      {width > 0 && !plot.empty ? (
        <>
          <SeriesPlot plot={plot} width={width} yTitle={yTitle} />
          <SeriesOverlay {...{ id, title, plot, width, onZoom, onReset }} />
        </>
      ) : null}
      {plot.empty ? (
        <p className="absolute inset-0 flex items-center justify-center text-ink-3 text-xs">
          No value in this range.
        </p>
      ) : null}
    </div>
  );
}
