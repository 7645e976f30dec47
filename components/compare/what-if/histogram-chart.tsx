"use client";

import { ChartSvg } from "@/components/charts/chart-svg";
import { drawnSvg } from "@/components/charts/drawn-svg";
import { type Frame, frameX, frameY, SvgAxes } from "@/components/charts/svg-axes";
import { TakeAlongMenu } from "@/components/charts/take-along-menu";
import { CHART } from "@/components/charts/theme";
import { useWidth } from "@/components/charts/use-width";
import type { WhatIfArm } from "@/lib/contracts";
import { armLook } from "@/lib/domain/arm-colours";
import { formatCount, formatValue } from "@/lib/format/number";
import { type HistogramMarks, histogramCsv, prepareHistogram, type StepLine } from "./prepare-histogram";

const HEIGHT = 210;
const LEAST_WIDTH = 240;
export type Quantity = "advantages" | "rewards";

/** What the axis shows. GDPO has no R of its own: the sum of the parts it normalises stands in for it. */
function axisTitle(quantity: Quantity, { stored, settings }: WhatIfArm): string {
  if (quantity === "rewards")
    return settings.scheme === "gdpo" ? "R as trained; sum of normalised parts with the changes" : "reward R";
  const scales = [stored, settings].map(({ scheme, scaleRewards }) =>
    scheme === "gdpo" ? "batch" : scaleRewards,
  );
  return scales.every((scale) => scale === "group")
    ? "groupAdvantage [SDs of the group's rewards]"
    : "advantage";
}

/** How rewards or advantages of one arm are distributed, as trained and with the changes. */
export function HistogramChart({ arm, quantity }: { arm: WhatIfArm; quantity: Quantity }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { histogram, before, after } = arm[quantity];
  const marks = prepareHistogram(histogram);
  const title = `${arm.arm.name}: ${quantity} as trained and with the changes`;
  const { colour } = armLook(arm.arm.position);
  const legend = [
    { label: `as trained, n = ${formatCount(before.n)} responses`, colour: "var(--ink-3)", dash: "" },
    { label: `with the changes, n = ${formatCount(after.n)}`, colour, dash: "" },
  ];
  if (marks === null) return <p className="text-ink-3 text-sm">No response has one: nothing to draw.</p>;
  return (
    <figure className="min-w-0">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-2xs text-ink-2">
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="h-2.5 w-4 border border-ink-3 bg-ink-3/25" />
          {legend[0]?.label}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="h-0.5 w-4" style={{ background: colour }} />
          {legend[1]?.label}
        </span>
        <span className="ml-auto">
          <TakeAlongMenu
            title={title}
            svg={(figure) => drawnSvg(figure, title, legend)}
            csv={() => histogramCsv(quantity, histogram)}
          />
        </span>
      </figcaption>
      <div ref={ref} className="w-full" style={{ height: HEIGHT }}>
        {width === 0 ? null : (
          <Drawing
            marks={marks}
            width={Math.max(LEAST_WIDTH, width)}
            colour={colour}
            xTitle={axisTitle(quantity, arm)}
            zero={quantity === "advantages"}
            label={`${title}. Mean ${text(before.mean)} as trained, ${text(after.mean)} with the changes.`}
          />
        )}
      </div>
    </figure>
  );
}

const text = (value: number | null) => (value === null ? "unknown" : formatValue(value, 3));

function pathOf({ points }: StepLine, frame: Frame, marks: HistogramMarks): string {
  const x = (v: number) => frameX(frame, marks.x, v).toFixed(1);
  const y = (v: number) => frameY(frame, marks.y, v).toFixed(1);
  const [first] = points;
  if (first === undefined) return "";
  const steps = points.map(
    (point, i) => `V${y(point.y)}${i < points.length - 1 ? `H${x(points[i + 1]?.x ?? 0)}` : ""}`,
  );
  return `M${x(first.x)} ${y(0)}${steps.join("")}V${y(0)}`;
}

interface DrawingProps {
  marks: HistogramMarks;
  width: number;
  colour: string;
  xTitle: string;
  /** Whether 0 is marked. */
  zero: boolean;
  label: string;
}

function Drawing({ marks, width, colour, xTitle, zero, label }: DrawingProps) {
  const frame: Frame = { left: 52, right: width - 8, top: 8, bottom: HEIGHT - 38 };
  return (
    <ChartSvg width={width} height={HEIGHT} label={label}>
      <SvgAxes
        frame={frame}
        x={marks.x}
        y={marks.y}
        xTitle={xTitle}
        yTitle="responses"
        formatY={(v) => formatCount(v)}
      />
      {zero ? (
        <path
          d={`M${frameX(frame, marks.x, 0).toFixed(1)} ${frame.top}V${frame.bottom}`}
          stroke={CHART.colours.zero}
          strokeDasharray="3 3"
        />
      ) : null}
      <path
        d={pathOf(marks.before, frame, marks)}
        fill="var(--ink-3)"
        fillOpacity={0.22}
        stroke="var(--ink-3)"
        strokeWidth={1}
      />
      <path d={pathOf(marks.after, frame, marks)} fill="none" stroke={colour} strokeWidth={1.75} />
    </ChartSvg>
  );
}
