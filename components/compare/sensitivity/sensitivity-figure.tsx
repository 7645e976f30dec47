"use client";

import { useState } from "react";
import { ChartSvg } from "@/components/charts/chart-svg";
import { drawnSvg } from "@/components/charts/drawn-svg";
import { type Frame, frameX, frameY, SvgAxes } from "@/components/charts/svg-axes";
import { TakeAlongMenu } from "@/components/charts/take-along-menu";
import { tickLabel } from "@/components/charts/tick-label";
import { useWidth } from "@/components/charts/use-width";
import { ArmChip, markOf } from "@/components/ui/arm-chip";
import { formatValue } from "@/lib/format/number";
import {
  type Mark,
  type SensitivityChart,
  type SensitivityLine,
  sensitivityCsv,
} from "./prepare-sensitivity";

const HEIGHT = 208;
const LEAST_WIDTH = 240;

interface Props {
  title: string;
  /** What is exact, what is resampled, and over what. */
  note: string;
  xTitle: string;
  yTitle: string;
  /** Shares are told in percent. */
  share: boolean;
  chart: SensitivityChart | null;
  /** Said where no arm has the quantity. */
  absent: string;
  /** Said instead of a chart of nothing but zeros. */
  zero?: string;
}

/** One quantity along a setting: a line an arm, what it was trained with ringed, forecasts hollow and dashed. */
export function SensitivityFigure(props: Props) {
  const { title, note, xTitle, yTitle, share, absent, zero } = props;
  const still =
    zero !== undefined && props.chart?.lines.every(({ marks }) => marks.every(({ y }) => y === 0));
  const chart = still ? null : props.chart;
  const [ref, width] = useWidth<HTMLDivElement>();
  const [held, setHeld] = useState<{ line: SensitivityLine; mark: Mark } | null>(null);
  const format = (y: number) => (share ? `${tickLabel(Number((100 * y).toPrecision(4)))}` : tickLabel(y));
  const said = (y: number) => (share ? `${formatValue(100 * y, 3)}%` : formatValue(y, 3));
  const legend = (chart?.lines ?? []).map(({ label, look }) => ({
    label,
    colour: look.colour,
    dash: look.dash,
  }));
  return (
    <figure className="flex min-w-0 flex-col">
      <figcaption className="flex min-h-7 items-center justify-between gap-2">
        <h3 className="min-w-0 font-medium text-sm">{title}</h3>
        <TakeAlongMenu
          title={title}
          empty={chart === null}
          svg={(figure) => drawnSvg(figure, title, legend)}
          csv={() => (chart === null ? "" : sensitivityCsv(chart, xTitle, yTitle))}
        />
      </figcaption>
      <Legend chart={chart} />
      <div ref={ref} className="w-full" style={{ height: HEIGHT }}>
        {chart === null ? (
          <p className="flex h-full items-center justify-center rounded-md bg-sunken px-6 text-center text-ink-3 text-xs">
            {still ? zero : absent}
          </p>
        ) : width === 0 ? null : (
          <Drawing
            {...{ chart, xTitle, yTitle, format, title }}
            width={Math.max(LEAST_WIDTH, width)}
            onHold={setHeld}
          />
        )}
      </div>
      <p className="mt-1 min-h-8 text-2xs text-ink-3" aria-live="polite">
        {held === null ? note : describe(held.line, held.mark, xTitle, said)}
      </p>
    </figure>
  );
}

/** Whose lines these are, and over what each of them is. */
function Legend({ chart }: { chart: SensitivityChart | null }) {
  return (
    <ul className="flex min-h-4 flex-wrap gap-x-4 text-2xs text-ink-3">
      {chart?.lines.map((line) => (
        <li key={line.key} className="inline-flex items-center gap-1.5">
          <ArmChip position={line.position} name={line.label} className="text-ink-2" />
          {line.base}
        </li>
      ))}
    </ul>
  );
}

function describe(line: SensitivityLine, mark: Mark, xTitle: string, said: (y: number) => string): string {
  const error =
    mark.lo === undefined || mark.hi === undefined
      ? ""
      : ` ± ${said((mark.hi - mark.lo) / 2)} (2 Monte Carlo SE)`;
  const kind = mark.forecast ? ", forecast" : "";
  return `${line.label}, ${xTitle} ${tickLabel(mark.x)}: ${said(mark.y)}${error}${kind}; ${mark.n}.`;
}

interface DrawingProps {
  chart: SensitivityChart;
  width: number;
  title: string;
  xTitle: string;
  yTitle: string;
  format: (y: number) => string;
  onHold: (held: { line: SensitivityLine; mark: Mark } | null) => void;
}

function Drawing({ chart, width, title, xTitle, yTitle, format, onHold }: DrawingProps) {
  const frame: Frame = { left: 50, right: width - 12, top: 8, bottom: HEIGHT - 38 };
  const names = chart.lines.map(({ label }) => label).join(", ");
  return (
    <ChartSvg
      width={width}
      height={HEIGHT}
      label={`${title}: ${names}. The values are in the CSV of this figure.`}
    >
      <SvgAxes frame={frame} x={chart.x} y={chart.y} xTitle={xTitle} yTitle={yTitle} formatY={format} />
      {chart.lines.map((line) => (
        <Line key={line.key} line={line} chart={chart} frame={frame} onHold={onHold} />
      ))}
    </ChartSvg>
  );
}

type LineProps = Pick<DrawingProps, "chart" | "onHold"> & { line: SensitivityLine; frame: Frame };

function Line({ line, chart, frame, onHold }: LineProps) {
  const place = (mark: Mark) => ({ x: frameX(frame, chart.x, mark.x), y: frameY(frame, chart.y, mark.y) });
  const stored = line.marks.filter(({ forecast }) => !forecast);
  const beyond = [...stored.slice(-1), ...line.marks.filter(({ forecast }) => forecast)];
  const path = (marks: readonly Mark[]) =>
    marks
      .map((mark, i) => `${i === 0 ? "M" : "L"}${place(mark).x.toFixed(1)} ${place(mark).y.toFixed(1)}`)
      .join("");
  // Twenty marks or more (τ) are a curve: shapes would cover it.
  const dense = line.marks.length > 12;
  const { colour, dash } = line.look;
  return (
    <g>
      <path d={path(stored)} fill="none" stroke={colour} strokeWidth={1.5} strokeDasharray={dash} />
      {beyond.length > 1 ? (
        <path d={path(beyond)} fill="none" stroke={colour} strokeWidth={1.2} strokeDasharray="2 3" />
      ) : null}
      {line.marks.map((mark) => {
        const { x, y } = place(mark);
        const trained = mark.x === line.trainedAt;
        return (
          <g key={mark.x}>
            {mark.lo === undefined || mark.hi === undefined ? null : (
              <path
                d={`M${x} ${frameY(frame, chart.y, mark.lo)}V${frameY(frame, chart.y, mark.hi)}`}
                stroke={colour}
              />
            )}
            {!dense || trained ? <Shape line={line} x={x} y={y} hollow={mark.forecast} /> : null}
            {trained ? <circle cx={x} cy={y} r={6.5} fill="none" stroke="var(--ink-2)" /> : null}
            <circle
              cx={x}
              cy={y}
              r={8}
              fill="transparent"
              onPointerEnter={() => onHold({ line, mark })}
              onPointerLeave={() => onHold(null)}
            />
          </g>
        );
      })}
    </g>
  );
}

function Shape({ line, x, y, hollow }: { line: SensitivityLine; x: number; y: number; hollow: boolean }) {
  const { path, colour } = markOf(line.position);
  const at = `translate(${(x - 4).toFixed(1)} ${(y - 4).toFixed(1)}) scale(0.667)`;
  return hollow ? (
    <path
      d={path}
      transform={at}
      fill="var(--surface)"
      stroke={colour}
      strokeWidth={1.8}
      fillRule="evenodd"
    />
  ) : (
    <path d={path} transform={at} fill={colour} fillRule="evenodd" />
  );
}
