"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { CursorProvider } from "@/components/charts/cursor";
import { prepareSeries } from "@/components/charts/prepare-series";
import { TimePanel } from "@/components/charts/time-panel";
import { QueryFailure } from "@/components/ui/query-failure";
import { Segmented } from "@/components/ui/segmented";
import { fetchJson } from "@/lib/client/fetch-json";
import { type HostUsageAnswer, type HostView, hostUsageAnswer } from "@/lib/contracts";
import { isMeasured, usageOf } from "../host-busy";
import { agoScale, usagePanels } from "./usage-panels";

/** Agents tell every half minute. */
const EVERY_MS = 30_000;
const SPANS = [
  { value: "1", label: "1 h" },
  { value: "6", label: "6 h" },
  { value: "24", label: "24 h" },
  { value: "168", label: "7 d" },
] as const;
type Span = (typeof SPANS)[number]["value"];
const FIRST_SPAN = "1" satisfies Span;

/** What kept a host busy, over the last hours or days. */
export function UsageCharts({ host, initial }: { host: HostView; initial: HostUsageAnswer }) {
  const [hours, setHours] = useState<Span>(FIRST_SPAN);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ["host-usage", host.id, hours],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/hosts/${host.id}/usage?hours=${hours}&buckets=240`, hostUsageAnswer, { signal }),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
    ...(hours === FIRST_SPAN ? { initialData: initial } : {}),
  });
  return (
    <section aria-label="Usage" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-sm">Usage</h2>
        <Segmented label="How far back" value={hours} options={SPANS} onValueChange={setHours} />
        <span className="text-ink-3 text-xs">
          of {usageOf(host.launcher)}
          {isMeasured(host.launcher)
            ? ""
            : `: what ${host.launcher} runs elsewhere is on the page of each run`}
        </span>
        <GpuAbsence host={host} data={data} />
      </div>
      {error ? (
        <QueryFailure title="The usage could not be read" error={error} onRetry={() => void refetch()} />
      ) : (
        <Charts data={data} stale={isPlaceholderData} />
      )}
    </section>
  );
}

function GpuAbsence({ host, data }: { host: HostView; data: HostUsageAnswer | undefined }) {
  if (!data || data.lines.length === 0 || data.lines.some(({ gpu }) => gpu !== null)) return null;
  return <span className="text-ink-3 text-xs">GPUs: {host.facts.gpus ?? "none are told of"}</span>;
}

function Charts({ data, stale }: { data: HostUsageAnswer | undefined; stale: boolean }) {
  const plots = useMemo(() => {
    if (!data) return [];
    const scale = agoScale(data);
    const range = { from: Date.parse(data.from) - Date.parse(data.to), to: 0 };
    return usagePanels(data).map(({ lines, ...panel }) => ({
      panel,
      plot: prepareSeries(lines, {
        ...{ axis: "wall", smoothing: 0, scale, range, of: "samples", fromZero: true },
      }),
    }));
  }, [data]);
  if (data && plots.length === 0)
    return <p className="text-ink-3 text-sm">Its agent told nothing in this time.</p>;
  return (
    <CursorProvider>
      <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
        {plots.map(({ panel: { key, title, unit }, plot }) => (
          <TimePanel
            key={key}
            id={key}
            {...{ title, unit, plot, stale }}
            note={plot.lines.some((line) => line.band.length > 0) ? "band: least to greatest" : ""}
          />
        ))}
      </div>
    </CursorProvider>
  );
}
