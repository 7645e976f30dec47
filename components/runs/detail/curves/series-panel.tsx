"use client";

import { markValue } from "@/components/charts/describe-mark";
import { ExportMenu } from "@/components/charts/export-menu";
import { LineSwatch } from "@/components/charts/line-swatch";
import { PLOT } from "@/components/charts/plot-area";
import { type PlotLine, type SeriesPlot, stepsBetween } from "@/components/charts/prepare-series";
import { SeriesChart } from "@/components/charts/series-chart";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount, plural } from "@/lib/format/number";
import type { MetricPanel } from "./metric-panels";
import type { ShownRun } from "./shown-runs";

const HEAD = 34;
const FOOT = 26;
/** Every panel has this height, whatever it holds: nothing moves while data arrive. */
export const PANEL_HEIGHT = HEAD + PLOT.height + FOOT + 2;

interface Props {
  panel: MetricPanel;
  plot: SeriesPlot;
  runs: readonly ShownRun[];
  loading: boolean;
  stale: boolean;
  onZoom: (steps: { from: number; to: number } | null) => void;
}

/** One chart with its title, the last value, a legend and the ways to take it along. */
export function SeriesPanel({ panel, plot, runs, loading, stale, onZoom }: Props) {
  const title = panel.unit ? `${panel.title} [${panel.unit}]` : panel.title;
  const zoom = (from: number, to: number) => {
    const steps = stepsBetween(plot, from, to);
    if (steps && steps.to > steps.from) onZoom(steps);
  };
  return (
    <figure
      data-panel={panel.key}
      className="relative flex min-w-0 flex-col rounded-lg border bg-surface"
      style={{ height: PANEL_HEIGHT }}
    >
      <figcaption className="flex items-center gap-2 px-3" style={{ height: HEAD }}>
        <h3 className="min-w-0 flex-1 truncate font-medium text-sm" title={panel.names.join(", ")}>
          {panel.title}
          {panel.unit ? <span className="ml-1 font-normal text-ink-3 text-xs">[{panel.unit}]</span> : null}
        </h3>
        {plot.lines.length === 1 ? <LastValue line={plot.lines[0]} /> : null}
        <ExportMenu title={`${title}, ${runs.map((run) => run.name).join(", ")}`} plot={plot} />
      </figcaption>
      {loading && plot.empty ? (
        <div style={{ height: PLOT.height }} className="px-3">
          <Skeleton className="h-full" />
        </div>
      ) : (
        <SeriesChart
          id={panel.key}
          title={title}
          yTitle={panel.names.length === 1 ? title : panel.unit || "mean c"}
          plot={plot}
          stale={stale}
          onZoom={zoom}
          onReset={() => onZoom(null)}
        />
      )}
      <Legend panel={panel} plot={plot} />
    </figure>
  );
}

function LastValue({ line }: { line: PlotLine | undefined }) {
  const last = line?.marks.at(-1);
  if (!last) return null;
  return (
    <span className="whitespace-nowrap text-ink-3 text-xs" title="last value">
      {markValue(last)}
    </span>
  );
}

/** Which line is which, with n beside each; for one run what its band is. */
function Legend({ panel, plot }: { panel: MetricPanel; plot: SeriesPlot }) {
  const only = plot.lines.length === 1 ? plot.lines[0] : undefined;
  return (
    <div
      className="flex items-center gap-3 overflow-x-auto overflow-y-hidden whitespace-nowrap px-3 text-2xs text-ink-3"
      style={{ height: FOOT }}
    >
      {only ? (
        <span>{oneLine(only, panel.spread !== null)}</span>
      ) : (
        plot.lines.map((line) => <LegendItem key={line.key} line={line} />)
      )}
    </div>
  );
}

function LegendItem({ line }: { line: PlotLine }) {
  return (
    <span className="inline-flex items-center gap-1">
      <LineSwatch colour={line.look.colour} dash={line.look.dash} />
      {line.label}
      <span>n = {formatCount(line.points)}</span>
    </span>
  );
}

function oneLine(line: PlotLine, hasSpread: boolean): string {
  const parts = [line.label, `n = ${plural(line.points, "value")}`];
  if (line.band.length > 0)
    parts.push(hasSpread ? "band: mean ± SD over responses" : "band: least to greatest");
  if (line.smooth) parts.push("faint: as logged");
  if (line.edges.length > 0) parts.push("▲▼ NaN or infinite");
  if (line.resumes.length > 0) parts.push("dotted: resumed");
  return parts.join(" · ");
}
