"use client";

import { ZoomOut } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { CursorProvider } from "@/components/charts/cursor";
import { type PlotLine, prepareSeries, type SeriesOptions } from "@/components/charts/prepare-series";
import { TimePanel } from "@/components/charts/time-panel";
import { Button } from "@/components/ui/button";
import type { SystemAnswer } from "@/lib/contracts";
import { formatBytes, plural } from "@/lib/format/number";
import { formatDuration } from "@/lib/format/time";
import { AttemptLane } from "./attempt-lane";
import { evaluationShades, gpuAbsence, systemPanels } from "./system-panels";

/** A stretch of time, in milliseconds from where the answer's x counts from. */
export interface SystemZoom {
  from: number | null;
  to: number | null;
}

/** What a chart needs to lie on the axis of the others and to zoom with them. */
export interface SystemAxis {
  options: SeriesOptions;
  onZoom: (from: number, to: number) => void;
  onReset: () => void;
}

interface Props {
  answer: SystemAnswer;
  /** Why no GPU is measured, as the sampler said it. */
  gpusSaid?: string | undefined;
  zoom: SystemZoom;
  onZoom: (zoom: SystemZoom) => void;
  /** Older data are shown while newer ones are fetched. */
  stale: boolean;
  /** Drawn above the machine's figures. */
  above?: (axis: SystemAxis) => ReactNode;
}

/** What machines gave over time, one chart for each kind of figure, all on one axis and with one cursor. */
export function SystemCharts({ answer, gpusSaid, zoom, onZoom, stale, above }: Props) {
  const options = useMemo(
    () => ({
      ...{ axis: "wall" as const, smoothing: 0, range: { from: answer.from, to: answer.to } },
      shades: evaluationShades(answer),
    }),
    [answer],
  );
  const axis = useMemo(() => prepareSeries([], options).x, [options]);
  const plots = useMemo(
    () =>
      systemPanels(answer).map(({ lines, ...panel }) => ({
        panel,
        plot: prepareSeries(lines, { ...options, of: "samples", fromZero: panel.key !== "gpu-heat" }),
      })),
    [answer, options],
  );
  const { unitSize } = axis.scale;
  const drag = {
    onZoom: (from: number, to: number) =>
      onZoom({ from: Math.max(0, Math.floor(from * unitSize)), to: Math.ceil(to * unitSize) }),
    onReset: () => onZoom({ from: null, to: null }),
  };
  return (
    <CursorProvider>
      <div className="flex flex-col gap-3">
        <Facts answer={answer} absence={gpuAbsence(answer, gpusSaid)}>
          {zoom.from === null && zoom.to === null ? null : (
            <Button size="sm" onClick={drag.onReset}>
              <ZoomOut aria-hidden />
              {formatDuration(answer.from)} to {formatDuration(answer.to)}: show all
            </Button>
          )}
        </Facts>
        <AttemptLane attempts={answer.attempts} axis={axis} />
        {above?.({ options, ...drag })}
        {plots.map(({ panel: { key, title, unit }, plot }) => (
          <TimePanel
            key={key}
            id={key}
            {...{ title, unit, plot, stale }}
            note={noteOf(plot.lines)}
            {...drag}
          />
        ))}
      </div>
    </CursorProvider>
  );
}

/** What a legend says of bands and dotted lines. */
export function noteOf(lines: readonly Pick<PlotLine, "band" | "resumes">[]): string {
  const band = lines.some((line) => line.band.length > 0) ? "band: least to greatest" : "";
  const resumed = lines.some((line) => line.resumes.length > 0) ? "dotted: another attempt" : "";
  return [band, resumed].filter(Boolean).join(" · ");
}

interface FactsProps {
  answer: SystemAnswer;
  absence: string | null;
  children: ReactNode;
}

function Facts({ answer, absence, children }: FactsProps) {
  const memory = answer.hostMemoryTotalBytes;
  const parts = [
    `${plural(answer.samples, "sample")}, mean of each ${formatDuration(answer.bucketMs)}`,
    answer.every > 1 ? `one in ${answer.every} read: zoom in for all` : "",
    memory === null ? "" : `machine: ${formatBytes(memory)} of memory`,
    ...answer.gpus.map(({ index, name, memoryTotalBytes: total }) =>
      [`GPU ${index}: ${name}`, total === null ? "" : formatBytes(total)].filter(Boolean).join(", "),
    ),
  ].filter(Boolean);
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-ink-3 text-xs">
      <span>{parts.join(" · ")}</span>
      {absence ? <span>{absence}</span> : null}
      {children}
    </div>
  );
}
