"use client";

import { formatCount, formatValue } from "@/lib/format/number";
import { ExportMenu } from "./export-menu";
import { LineSwatch } from "./line-swatch";
import { PLOT } from "./plot-area";
import type { PlotLine, SeriesPlot } from "./prepare-series";
import { SeriesChart } from "./series-chart";
import { useInView } from "./use-in-view";

const HEAD = 34;
const FOOT = 26;
const LEGEND_DIGITS = 3;
const HEIGHT = HEAD + PLOT.height + FOOT + 2;

interface Props {
  id: string;
  title: string;
  unit: string;
  plot: SeriesPlot;
  /** What else the legend says: what a band, a shade or a limit is. */
  note?: string;
  stale?: boolean;
  /** Two places on the plot's axis, in order. Without it a drag does nothing: the chart shows all there is. */
  onZoom?: (from: number, to: number) => void;
  onReset?: () => void;
}

/** A chart along time with its title, legend, n, and the ways to take it along. Drawn when it comes into view. */
export function TimePanel({ id, title, unit, plot, note = "", stale = false, onZoom, onReset }: Props) {
  const [ref, inView] = useInView<HTMLElement>();
  const whole = unit ? `${title} [${unit}]` : title;
  return (
    <figure
      ref={ref}
      data-panel={id}
      className="relative flex min-w-0 flex-col rounded-lg border bg-surface"
      style={{ height: HEIGHT }}
    >
      <figcaption className="flex items-center gap-2 px-3" style={{ height: HEAD }}>
        <h3 className="min-w-0 flex-1 truncate font-medium text-sm">
          {title}
          {unit ? <span className="ml-1 font-normal text-ink-3 text-xs">[{unit}]</span> : null}
        </h3>
        <ExportMenu title={whole} plot={plot} />
      </figcaption>
      {inView ? (
        <SeriesChart {...{ id, title: whole, plot, stale, onZoom, onReset }} yTitle={unit || title} />
      ) : (
        <div style={{ height: PLOT.height }} />
      )}
      <div
        className="flex items-center gap-3 overflow-x-auto overflow-y-hidden whitespace-nowrap px-3 text-2xs text-ink-3"
        style={{ height: FOOT }}
      >
        {plot.lines.map((line) => (
          <LegendItem key={line.key} line={line} />
        ))}
        {note ? <span>{note}</span> : null}
      </div>
    </figure>
  );
}

function LegendItem({ line }: { line: PlotLine }) {
  const last = line.raw.findLast(({ y }) => y !== null)?.y ?? null;
  return (
    <span className="inline-flex items-center gap-1">
      <LineSwatch colour={line.look.colour} dash={line.look.dash} />
      {line.label}
      {last === null ? null : (
        <span className="text-ink-2" title="last value">
          {formatValue(last, LEGEND_DIGITS)}
        </span>
      )}
      <span>n = {formatCount(line.points)}</span>
    </span>
  );
}
