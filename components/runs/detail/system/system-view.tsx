"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ZoomOut } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { CursorProvider } from "@/components/charts/cursor";
import { prepareSeries } from "@/components/charts/prepare-series";
import { TimePanel } from "@/components/charts/time-panel";
import { metricTitle } from "@/components/runs/table/metric-title";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { type SystemAnswer, systemAnswer } from "@/lib/contracts";
import { isEnded } from "@/lib/domain/run-status";
import { formatBytes, plural } from "@/lib/format/number";
import { formatDuration } from "@/lib/format/time";
import { partLook } from "../curves/shown-runs";
import { useLiveSeries } from "../curves/use-live-series";
import { useSeries } from "../curves/use-series";
import { useRun } from "../run-shell";
import { AttemptLane } from "./attempt-lane";
import { evaluationShades, gpuAbsence, systemPanels } from "./system-panels";
import { SYSTEM_STATE, systemParams } from "./url-state";

interface Props {
  initial: SystemAnswer;
  initialQuery: string;
  /** Drawn above the machine's figures, on the same axis; null: nothing is logged. */
  metric: string | null;
}

/** What the machines gave to a run, on the time axis of its reward; live. */
export function SystemView({ initial, initialQuery, metric }: Props) {
  const { run } = useRun();
  const [zoom, setZoom] = useQueryStates(SYSTEM_STATE);
  const params = systemParams(zoom).toString();
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ["system", run.id, params],
    queryFn: ({ signal }) => fetchJson(`/api/v1/runs/${run.id}/system?${params}`, systemAnswer, { signal }),
    placeholderData: keepPreviousData,
    ...(params === initialQuery ? { initialData: initial } : {}),
  });
  useLiveRefresh(
    { runs: [run.id] },
    [["system", run.id]],
    ({ type }) => type === "system" || type === "status",
  );
  if (error)
    return (
      <ErrorState
        title="The system metrics could not be read"
        detail={error.message}
        hint={error instanceof ApiError ? error.problem.hint : undefined}
        onRetry={() => void refetch()}
      />
    );
  const answer = data ?? initial;
  if (answer.samples === 0 && zoom.from === null && zoom.to === null)
    return <NoSamples ended={isEnded(run.status)} />;
  const onZoom = (range: { from: number; to: number } | null) =>
    void setZoom({ from: range?.from ?? null, to: range?.to ?? null });
  return (
    <CursorProvider>
      <Charts
        {...{ answer, metric, onZoom, zoomed: zoom.from !== null || zoom.to !== null }}
        stale={isPlaceholderData}
      />
    </CursorProvider>
  );
}

function NoSamples({ ended }: { ended: boolean }) {
  return (
    <EmptyState title={ended ? "Nothing was measured" : "Nothing measured yet"}>
      <p>
        {ended
          ? "No attempt of this run sent system metrics: it ended before the first sample, or its trainer is of a version that takes none."
          : "CPU, memory, disk, network and GPUs appear here a few seconds after the trainer has started, and go on by themselves."}
      </p>
    </EmptyState>
  );
}

interface ChartsProps {
  answer: SystemAnswer;
  metric: string | null;
  zoomed: boolean;
  stale: boolean;
  onZoom: (range: { from: number; to: number } | null) => void;
}

function Charts({ answer, metric, zoomed, stale, onZoom }: ChartsProps) {
  const { environment } = useRun();
  const panels = useMemo(() => systemPanels(answer), [answer]);
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
      panels.map(({ lines, ...panel }) => ({
        panel,
        plot: prepareSeries(lines, { ...options, of: "samples", fromZero: panel.key !== "gpu-heat" }),
      })),
    [panels, options],
  );
  const absence = gpuAbsence(answer, environment["gpu figures"]);
  const drag = {
    onZoom: (from: number, to: number) =>
      onZoom({
        from: Math.max(0, Math.floor(from * axis.scale.unitSize)),
        to: Math.ceil(to * axis.scale.unitSize),
      }),
    onReset: () => onZoom(null),
  };
  return (
    <div className="flex flex-col gap-3 px-4 pt-3 pb-8">
      <Facts answer={answer} absence={absence}>
        {zoomed ? (
          <Button size="sm" onClick={drag.onReset}>
            <ZoomOut aria-hidden />
            {formatDuration(answer.from)} to {formatDuration(answer.to)}: show all
          </Button>
        ) : null}
      </Facts>
      <AttemptLane attempts={answer.attempts} axis={axis} />
      {metric ? <MetricStrip {...{ metric, options }} {...drag} /> : null}
      {plots.map(({ panel: { key, title, unit }, plot }) => (
        <TimePanel key={key} id={key} {...{ title, unit, plot, stale }} note={noteOf(plot.lines)} {...drag} />
      ))}
    </div>
  );
}

function noteOf(lines: readonly { band: readonly unknown[]; resumes: readonly unknown[] }[]): string {
  const band = lines.some((line) => line.band.length > 0) ? "band: least to greatest" : "";
  const resumed = lines.some((line) => line.resumes.length > 0) ? "dotted: another attempt" : "";
  return [band, resumed].filter(Boolean).join(" · ");
}

function Facts({
  answer,
  absence,
  children,
}: {
  answer: SystemAnswer;
  absence: string | null;
  children: React.ReactNode;
}) {
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

interface StripProps {
  metric: string;
  options: Parameters<typeof prepareSeries>[1];
  onZoom: (from: number, to: number) => void;
  onReset: () => void;
}

/** The run's own first curve, so that what the machine did is read against what came of it. */
function MetricStrip({ metric, options, onZoom, onReset }: StripProps) {
  const { run } = useRun();
  const ids = useMemo(() => [run.id], [run.id]);
  useLiveSeries(ids);
  const { answers, stale } = useSeries(ids, { names: [metric], axis: "wall", from: null, to: null });
  const { title, unit } = metricTitle(metric);
  const series = answers[0]?.series.find(({ name }) => name === metric);
  const plot = useMemo(
    () => prepareSeries([{ key: metric, label: title, look: partLook(0), series }], options),
    [metric, title, series, options],
  );
  return (
    <TimePanel id={metric} {...{ title, unit, plot, stale, onZoom, onReset }} note={noteOf(plot.lines)} />
  );
}
