"use client";

import { OctagonX, RotateCcw } from "lucide-react";
import { PauseJob } from "@/components/queue/pause-job";
import { useJobOrder } from "@/components/queue/use-job-order";
import { Button } from "@/components/ui/button";
import type { JobRow } from "@/lib/contracts";
import { canCancel, canPause, canResume, canRetry } from "@/lib/domain/run-status";
import { plural } from "@/lib/format/number";

type Order = "cancel" | "retry";

/** Orders one job about; what else changed with it (dependents) is said. */
function useOrder(job: JobRow, shownBy: readonly (readonly string[])[]) {
  const { busy, give } = useJobOrder(job, shownBy);
  const say = (order: Order) =>
    give(order, (jobs) => ({
      title: `${job.name}: ${order === "retry" ? "queued again" : "cancelled"}`,
      description: jobs.length > 1 ? `${plural(jobs.length, "job")} changed with it` : "",
      // What had not started loses nothing by being queued again.
      ...(order === "cancel" && job.status === "queued" ? { undo: () => void say("retry") } : {}),
    }));
  return { busy, say };
}

/** Pause or resume, cancel, retry: whichever the job's status allows; nothing where it allows none. */
export function JobActions({ ablationId, job }: { ablationId: string; job: JobRow }) {
  const shownBy = [["ablation", ablationId]];
  const { busy, say } = useOrder(job, shownBy);
  if (canRetry(job.status)) {
    return (
      <Button size="sm" disabled={busy} aria-label={`Retry ${job.name}`} onClick={() => void say("retry")}>
        <RotateCcw aria-hidden />
        Retry
      </Button>
    );
  }
  if (!canCancel(job.status)) return null;
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
        onClick={() => void say("cancel")}
      >
        <OctagonX aria-hidden />
      </Button>
    </span>
  );
}
