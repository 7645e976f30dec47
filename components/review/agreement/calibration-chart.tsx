"use client";

import { ChartSvg } from "@/components/charts/chart-svg";
import { composeSvg } from "@/components/charts/compose-svg";
import { withoutVariables } from "@/components/charts/export-chart";
import { prepareCalibration, SHARE_AXIS } from "@/components/charts/prepare-calibration";
import { SvgAxes } from "@/components/charts/svg-axes";
import { TakeAlongMenu } from "@/components/charts/take-along-menu";
import { CHART, resolveColours } from "@/components/charts/theme";
import { useWidth } from "@/components/charts/use-width";
import type { CalibrationBin } from "@/lib/contracts";
import { csvOf } from "@/lib/reports/csv";

const HEIGHT = 260;
const MARGIN = { left: 44, right: 12, top: 10, bottom: 40 };
const SCORE = "score of the step";
const GOOD = "labelled good [share]";

function svgOf(figure: HTMLElement, title: string): string {
  const drawn = figure.querySelector<SVGSVGElement>("svg[data-chart]");
  if (!drawn) throw new Error("there is no chart to take along yet");
  const { ink, surface } = resolveColours(figure);
  const { width, height } = drawn.viewBox.baseVal;
  return withoutVariables(
    composeSvg({ title, inner: drawn.innerHTML, width, height, legend: [], ink, surface }),
    figure,
  );
}

function toCsv(bins: readonly CalibrationBin[]): string {
  const rows = bins.map(({ from, to, score, good, lo, hi, n }) =>
    [from, to, score, good, lo, hi, n].map(String),
  );
  return `${csvOf([["from", "to", "mean score", "share good", "lo", "hi", "n"], ...rows])}\r\n`;
}

/** How often steps of a score are labelled good; on the diagonal a score is a probability. */
export function CalibrationChart({ name, bins }: { name: string; bins: readonly CalibrationBin[] }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const title = `Calibration of ${name}`;
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  return (
    <figure className="min-w-0">
      <div className="flex items-start justify-between gap-2">
        <figcaption className="text-xs">
          <bdi className="font-medium">{title}</bdi>
          <span className="block text-ink-3">
            n = {n} steps; whiskers: Wilson 95%, steps taken as independent; area of a dot: its steps
          </span>
        </figcaption>
        <TakeAlongMenu title={title} svg={(figure) => svgOf(figure, title)} csv={() => toCsv(bins)} />
      </div>
      <div ref={ref} style={{ height: HEIGHT }}>
        {width > 0 ? <Drawing bins={bins} width={width} title={title} /> : null}
      </div>
    </figure>
  );
}

function Drawing({ bins, width, title }: { bins: readonly CalibrationBin[]; width: number; title: string }) {
  const frame = {
    ...{ left: MARGIN.left, top: MARGIN.top },
    ...{ right: width - MARGIN.right, bottom: HEIGHT - MARGIN.bottom },
  };
  const { marks, diagonal } = prepareCalibration(bins, frame);
  return (
    <ChartSvg width={width} height={HEIGHT} label={`${title}. ${marks.map(({ words }) => words).join("; ")}`}>
      <SvgAxes frame={frame} x={SHARE_AXIS} y={SHARE_AXIS} xTitle={SCORE} yTitle={GOOD} titleDrop={32} />
      <path d={diagonal} stroke={CHART.colours.zero} strokeDasharray="3 3" fill="none" />
      {marks.map(({ key, x, y, top, bottom, radius, words }) => (
        <g key={key} stroke={CHART.colours.ink}>
          <title>{words}</title>
          <path d={`M${x} ${top}V${bottom}`} strokeWidth={1.25} />
          <circle cx={x} cy={y} r={radius} fill={CHART.colours.ink} stroke={CHART.colours.surface} />
        </g>
      ))}
    </ChartSvg>
  );
}
