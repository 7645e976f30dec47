"use client";

import { useQueryClient } from "@tanstack/react-query";
import { OctagonX, RotateCcw } from "lucide-react";
import { useState } from "react";
import { PauseJob } from "@/components/queue/pause-job";
import { Button } from "@/components/ui/button";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { controlAnswer, type JobRow } from "@/lib/contracts";
import { canCancel, canPause, canResume, canRetry } from "@/lib/domain/run-status";
import { plural } from "@/lib/format/number";

type Order = "cancel" | "retry";

/** Orders one job about; what else changed with it (dependents) is said. */
function useOrder(ablationId: string, job: JobRow) {
  const client = useQueryClient();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const give = async (order: Order) => {
    setBusy(true);
    try {
      const { jobs } = await fetchJson(
        `/api/v1/jobs/${job.id}/${order}`,
        controlAnswer,
        jsonBody("POST", {}),
      );
      notify({
        title: `${job.name}: ${order === "retry" ? "queued again" : "cancelled"}`,
        description: jobs.length > 1 ? `${plural(jobs.length, "job")} changed with it` : "",
        // What had not started loses nothing by being queued again.
        ...(order === "cancel" && job.status === "queued" ? { undo: () => void give("retry") } : {}),
      });
    } catch (error) {
      notify({
        title: `${job.name} was left as it is`,
        description: error instanceof Error ? error.message : String(error),
        failure: true,
      });
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: ["ablation", ablationId] });
    }
  };
  return { busy, give };
}

/** Pause or resume, cancel, retry: whichever the job's status allows; nothing where it allows none. */
export function JobActions({ ablationId, job }: { ablationId: string; job: JobRow }) {
  const { busy, give } = useOrder(ablationId, job);
  if (canRetry(job.status)) {
    return (
      <Button size="sm" disabled={busy} aria-label={`Retry ${job.name}`} onClick={() => void give("retry")}>
        <RotateCcw aria-hidden />
        Retry
      </Button>
    );
  }
  if (!canCancel(job.status)) return null;
  const shownBy = [["ablation", ablationId]];
  return (
    <span className="whitespace-nowrap">
      {canResume(job.status) ? <PauseJob job={job} order="resume" shownBy={shownBy} /> : null}
      {canPause(job.status) ? <PauseJob job={job} order="pause" shownBy={shownBy} /> : null}
      <Button
        variant="ghost"
        size="icon"
        disabled={busy}
        title="Cancel this job"
        aria-label={`Cancel ${job.name}`}
        onClick={() => void give("cancel")}
      >
        <OctagonX aria-hidden />
      </Button>
    </span>
  );
}
