"use client";

import { chartSvg } from "./export-chart";
import type { SeriesPlot } from "./prepare-series";
import { seriesCsv } from "./series-csv";
import { TakeAlongMenu } from "./take-along-menu";

/** Copy or download a chart of series. It must stand inside the chart's <figure>. */
export function ExportMenu({ title, plot }: { title: string; plot: SeriesPlot }) {
  return (
    <TakeAlongMenu
      title={title}
      empty={plot.empty}
      svg={(figure) => chartSvg(figure, title, plot)}
      csv={() => seriesCsv(plot)}
    />
  );
}
