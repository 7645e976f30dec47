"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import { useState } from "react";
import { SystemCharts, type SystemZoom } from "@/components/runs/detail/system/system-charts";
import { systemParams } from "@/components/runs/detail/system/url-state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { QueryFailure } from "@/components/ui/query-failure";
import { fetchJson } from "@/lib/client/fetch-json";
import { systemAnswer } from "@/lib/contracts";

/** A job without a run has no live messages: the sheet asks, as often as samples are taken. */
const EVERY_MS = 5_000;
const ALL: SystemZoom = { from: null, to: null };

interface Props {
  job: { id: string; name: string };
  /** Its attempt may still send samples. */
  running: boolean;
}

/** What the machines gave to a job that is no run of its own, in a sheet; what has a run shows it there. */
export function JobSystem({ job, running }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        title="What its machine gave: processors, memory, disk, network, GPUs"
        aria-label={`System metrics of ${job.name}`}
        onClick={() => setOpen(true)}
      >
        <Activity aria-hidden />
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        shape="sheet"
        title={`System metrics of ${job.name}`}
        className="w-[56rem]"
      >
        <Samples job={job} running={running} />
      </Dialog>
    </>
  );
}

function Samples({ job, running }: Props) {
  const [zoom, setZoom] = useState(ALL);
  const params = systemParams(zoom).toString();
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ["job-system", job.id, params],
    queryFn: ({ signal }) => fetchJson(`/api/v1/jobs/${job.id}/system?${params}`, systemAnswer, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: running ? EVERY_MS : false,
  });
  if (error)
    return (
      <QueryFailure
        title="The system metrics could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  if (!data) return <p className="py-8 text-ink-3 text-sm">Reading the samples…</p>;
  if (data.samples === 0 && zoom.from === null && zoom.to === null)
    return (
      <p className="py-8 text-ink-2 text-sm">
        {running
          ? "Nothing measured yet: the first sample comes a few seconds after the job has started."
          : "Nothing was measured: no attempt of this job lived until the first sample."}
      </p>
    );
  return <SystemCharts answer={data} zoom={zoom} onZoom={setZoom} stale={isPlaceholderData} />;
}
