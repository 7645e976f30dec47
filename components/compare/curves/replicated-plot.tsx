import { memo } from "react";
import { PLOT, plotWidth, xToPixel, yToPixel } from "@/components/charts/plot-area";
import type { PlotPoint } from "@/components/charts/prepare-series";
import { SvgAxes } from "@/components/charts/svg-axes";
import { CHART } from "@/components/charts/theme";
import { CountStrip } from "./count-strip";
import type { ReplicatedPlot as Plot, ReplicatedCurve } from "./prepare-replicated";

const { colours } = CHART;
/** Up to here each value gets a dot: a few held-out checks are points and not a curve. */
const MOST_DOTS = 30;
const STRIP_ROW = 10;

/** Height of a chart of so many arms: the plot, and a row of n for each arm below it. */
export const chartHeight = (arms: number) => PLOT.height + arms * STRIP_ROW + (arms > 0 ? 4 : 0);

interface Scales {
  plot: Plot;
  width: number;
}

const px = (value: number) => value.toFixed(1);

function pathOf(points: readonly PlotPoint[], { plot, width }: Scales): string {
  let path = "";
  let pen = false;
  for (const { x, y } of points) {
    if (y === null) {
      pen = false;
      continue;
    }
    path += `${pen ? "L" : "M"}${px(xToPixel(plot.x, width, x))} ${px(onPlot(plot, y))}`;
    // A value alone is a dot: a line of no length with round ends.
    if (!pen) path += "h0.01";
    pen = true;
  }
  return path;
}

/** Pixels from the top; not held at the ends of the axis as dots are, since the clip path cuts lines there. */
function onPlot(plot: Plot, y: number): number {
  const { lo, hi } = plot.y;
  const top = yToPixel(plot.y, hi);
  const bottom = yToPixel(plot.y, lo);
  return hi === lo ? (top + bottom) / 2 : bottom + ((y - lo) / (hi - lo)) * (top - bottom);
}

function Bands({ curve, ...scales }: Scales & { curve: ReplicatedCurve }) {
  const { plot, width } = scales;
  const corner = (x: number, y: number) => `${px(xToPixel(plot.x, width, x))} ${px(onPlot(plot, y))}`;
  return curve.bands.map(({ grey, places }) => {
    const upper = places.map(({ x, hi }) => corner(x, hi));
    const lower = [...places].reverse().map(({ x, lo }) => corner(x, lo));
    const fill = grey ? colours.shared : curve.look.colour;
    // One place has no width to fill: its band is a whisker.
    const alone = places.length === 1;
    return (
      <path
        key={places[0]?.x}
        d={`M${[...upper, ...lower].join("L")}Z`}
        fill={fill}
        fillOpacity={grey ? 0.1 : 0.15}
        stroke={alone ? fill : "none"}
        strokeOpacity={0.5}
        strokeWidth={alone ? 2 : 0}
      />
    );
  });
}

/** All seeds of an arm in one path: sixty lines cost as much as one. */
function Seeds({ curve, ...scales }: Scales & { curve: ReplicatedCurve }) {
  const d = curve.seeds.map(({ points }) => pathOf(points, scales)).join("");
  return <path d={d} fill="none" stroke={curve.look.colour} strokeOpacity={0.38} strokeWidth={0.9} />;
}

function Means({ curve, ...scales }: Scales & { curve: ReplicatedCurve }) {
  // Along a cost axis places lie between a seed's own values: no dot may claim one of them.
  const dots = curve.arm.trainSteps !== null && curve.arm.x.length <= MOST_DOTS;
  return curve.mean.map((stretch) => (
    <g key={stretch.points[0]?.x}>
      <path
        d={pathOf(stretch.points, scales)}
        fill="none"
        stroke={curve.look.colour}
        strokeWidth={stretch.fewer ? 1.1 : 2}
        strokeDasharray={stretch.fewer ? "3 2" : curve.look.dash}
        strokeLinejoin="round"
      />
      {dots
        ? stretch.points.map(({ x, y }) => (
            <circle
              key={x}
              cx={xToPixel(scales.plot.x, scales.width, x)}
              cy={onPlot(scales.plot, y)}
              r={2.4}
              fill={curve.look.colour}
            />
          ))
        : null}
    </g>
  ));
}

/** Triangles at the edge where a seed logged NaN or an infinity. */
function Edges({ curve, plot, width }: Scales & { curve: ReplicatedCurve }) {
  const bottom = PLOT.height - PLOT.bottom;
  const d = curve.edges
    .map(({ x, edge }) => {
      const at = px(xToPixel(plot.x, width, x));
      return edge === "top" ? `M${at} ${PLOT.top}l-4 -7h8Z` : `M${at} ${bottom}l-4 7h8Z`;
    })
    .join("");
  return d === "" ? null : <path d={d} fill={curve.look.colour} stroke={colours.surface} strokeWidth={0.5} />;
}

interface Props extends Scales {
  /** Unique among the charts of the page. */
  id: string;
  yTitle: string;
  /** Single seeds are drawn. */
  showSeeds: boolean;
}

/**
 * The drawing of replicated curves, by hand in SVG: a chart library lays out each of sixty lines by itself. No pointer, no
 * state; rendered again only when the plot or the width changes.
 */
export const ReplicatedPlot = memo(function ReplicatedPlot({ id, plot, width, yTitle, showSeeds }: Props) {
  const height = chartHeight(plot.curves.length);
  const scales = { plot, width };
  return (
    <svg
      data-chart
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      strokeLinecap="round"
      aria-hidden="true"
    >
      <clipPath id={`${id}-plot`}>
        <rect
          x={PLOT.left}
          y={PLOT.top - 1}
          width={plotWidth(width)}
          height={PLOT.height - PLOT.top - PLOT.bottom + 2}
        />
      </clipPath>
      <SvgAxes
        frame={{
          left: PLOT.left,
          right: width - PLOT.right,
          top: PLOT.top,
          bottom: PLOT.height - PLOT.bottom,
        }}
        x={plot.x}
        y={plot.y}
        xTitle={plot.x.scale.title}
        yTitle={yTitle}
      />
      <g clipPath={`url(#${id}-plot)`}>
        {plot.curves.map((curve) => (
          <Bands key={curve.key} curve={curve} {...scales} />
        ))}
        {plot.curves.map((curve) =>
          // A single seed is all there is of its arm: it is drawn even where seeds are switched off.
          showSeeds || curve.seeds.length < 2 ? <Seeds key={curve.key} curve={curve} {...scales} /> : null,
        )}
        {plot.curves.map((curve) => (
          <Means key={curve.key} curve={curve} {...scales} />
        ))}
      </g>
      {plot.curves.map((curve) => (
        <Edges key={curve.key} curve={curve} {...scales} />
      ))}
      <CountStrip plot={plot} width={width} top={PLOT.height} row={STRIP_ROW} />
    </svg>
  );
});
