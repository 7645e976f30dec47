"use client";

import { memo } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  XAxis,
  YAxis,
} from "recharts";
import { PLOT, xToPixel } from "./plot-area";
import type { SeriesPlot as Plot, PlotLine } from "./prepare-series";
import { CHART } from "./theme";
import { tickLabel } from "./tick-label";

const { colours, fontSize } = CHART;
const TICK = { fontSize, fill: colours.axis };
/** Up to here each value gets a dot: a few held-out checks are points and not a curve. */
const MOST_DOTS = 30;

function band(line: PlotLine) {
  if (line.band.length === 0) return null;
  return (
    <Area
      key={`${line.key} band`}
      data={line.band}
      dataKey="range"
      stroke="none"
      fill={line.look.colour}
      fillOpacity={0.16}
      type="linear"
      isAnimationActive={false}
      dot={false}
      activeDot={false}
    />
  );
}

function stroke(line: PlotLine, points: PlotLine["raw"], faint: boolean) {
  const dots = !faint && points.length <= MOST_DOTS;
  return (
    <Line
      key={`${line.key} ${faint ? "raw" : "line"}`}
      data={points}
      dataKey="y"
      type="linear"
      stroke={line.look.colour}
      strokeWidth={faint ? 1 : CHART.lineWidth}
      strokeOpacity={faint ? 0.3 : 1}
      strokeDasharray={faint ? "" : line.look.dash}
      dot={dots ? { r: 2, fill: line.look.colour, stroke: "none" } : false}
      activeDot={false}
      isAnimationActive={false}
    />
  );
}

/** Triangles at the top (NaN, ∞) or bottom (−∞) edge where a value has no place on the axis. */
function EdgeMarks({ line, plot, width }: { line: PlotLine; plot: Plot; width: number }) {
  const bottom = PLOT.height - PLOT.bottom;
  const path = line.edges
    .map(({ x, edge }) => {
      const at = xToPixel(plot.x, width, x).toFixed(1);
      return edge === "top" ? `M${at} ${PLOT.top}l-4 -7h8Z` : `M${at} ${bottom}l-4 7h8Z`;
    })
    .join("");
  return path === "" ? null : (
    <path d={path} fill={line.look.colour} stroke={colours.surface} strokeWidth={0.5} />
  );
}

/** The drawing of a series chart: no pointer, no state. Rendered again only when the plot or the width changes. */
export const SeriesPlot = memo(function SeriesPlot({
  plot,
  width,
  yTitle,
}: {
  plot: Plot;
  width: number;
  yTitle: string;
}) {
  const margin = { top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 };
  return (
    <ComposedChart width={width} height={PLOT.height} margin={margin} accessibilityLayer={false}>
      <CartesianGrid vertical={false} stroke={colours.grid} />
      <XAxis
        dataKey="x"
        type="number"
        domain={[plot.x.lo, plot.x.hi]}
        ticks={plot.x.ticks}
        tickFormatter={tickLabel}
        tick={TICK}
        tickLine={false}
        stroke={colours.zero}
        height={PLOT.bottom}
        allowDataOverflow
        label={{
          value: plot.x.scale.title,
          position: "insideBottom",
          fontSize,
          fill: colours.axis,
          offset: 2,
        }}
      />
      <YAxis
        type="number"
        domain={[plot.y.lo, plot.y.hi]}
        ticks={plot.y.ticks}
        tickFormatter={tickLabel}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width={PLOT.left}
        allowDataOverflow
        label={{
          ...{ value: yTitle, angle: -90, position: "insideLeft", fontSize, fill: colours.axis, offset: 10 },
          style: { textAnchor: "middle" },
        }}
      />
      {plot.shades.map(({ from, to }) => (
        <ReferenceArea
          key={`${from} ${to}`}
          x1={Math.max(from, plot.x.lo)}
          x2={Math.min(to, plot.x.hi)}
          fill={colours.axis}
          fillOpacity={0.1}
          stroke="none"
        />
      ))}
      {plot.lines.flatMap((line) =>
        line.resumes.map((x) => (
          <ReferenceLine key={`${line.key} ${x}`} x={x} stroke={line.look.colour} strokeDasharray="1 3" />
        )),
      )}
      {plot.lines.map(band)}
      {plot.lines.map((line) => (line.smooth ? stroke(line, line.raw, true) : null))}
      {plot.lines.map((line) => stroke(line, line.smooth ?? line.raw, false))}
      {plot.lines.map((line) => (
        <EdgeMarks key={`${line.key} edges`} line={line} plot={plot} width={width} />
      ))}
    </ComposedChart>
  );
});
