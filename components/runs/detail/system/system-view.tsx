"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { prepareSeries } from "@/components/charts/prepare-series";
import { TimePanel } from "@/components/charts/time-panel";
import { metricTitle } from "@/components/runs/table/metric-title";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { QueryFailure } from "@/components/ui/query-failure";
import { fetchJson } from "@/lib/client/fetch-json";
import { type SystemAnswer, systemAnswer } from "@/lib/contracts";
import { isEnded } from "@/lib/domain/run-status";
import { partLook } from "../curves/shown-runs";
import { useLiveSeries } from "../curves/use-live-series";
import { useSeries } from "../curves/use-series";
import { useRun } from "../run-shell";
import { noteOf, type SystemAxis, SystemCharts } from "./system-charts";
import { SYSTEM_STATE, systemParams } from "./url-state";

interface Props {
  initial: SystemAnswer;
  initialQuery: string;
  /** Drawn above the machine's figures, on the same axis; null: nothing is logged. */
  metric: string | null;
}

/** What the machines gave to a run, on the time axis of its reward; live. */
export function SystemView({ initial, initialQuery, metric }: Props) {
  const { run, environment } = useRun();
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
      <QueryFailure
        title="The system metrics could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  const answer = data ?? initial;
  if (answer.samples === 0 && zoom.from === null && zoom.to === null)
    return <NoSamples ended={isEnded(run.status)} />;
  return (
    <div className="px-4 pt-3 pb-8">
      <SystemCharts
        {...{ answer, zoom, stale: isPlaceholderData, gpusSaid: environment["gpu figures"] }}
        onZoom={(next) => void setZoom(next)}
        above={(axis) => (metric ? <MetricStrip metric={metric} {...axis} /> : null)}
      />
    </div>
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

/** The run's own first curve, so that what the machine did is read against what came of it. */
function MetricStrip({ metric, options, onZoom, onReset }: SystemAxis & { metric: string }) {
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
