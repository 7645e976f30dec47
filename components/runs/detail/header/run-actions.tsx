"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CopyPlus, OctagonX, RotateCcw } from "lucide-react";
import { LinkButton } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { useNotify } from "@/components/ui/toast";
import { fetchJson } from "@/lib/client/fetch-json";
import { controlAnswer, type RunDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { canCancel, canRetry } from "@/lib/domain/run-status";
import { formatCount } from "@/lib/format/number";

/** Cancel, retry and launch again; each offered only while it can be done. */
export function RunActions({ detail: { run, jobs, checkpoints } }: { detail: RunDetail }) {
  const client = useQueryClient();
  const notify = useNotify();
  const control = async (what: "cancel" | "retry", said: string) => {
    await fetchJson(`/api/v1/runs/${run.id}/${what}`, controlAnswer, { method: "POST" });
    await client.invalidateQueries({ queryKey: ["run", run.id] });
    notify({ title: said });
  };
  // What waits in vain for a failed training can be cancelled too, but there is nothing to stop.
  const open = jobs.filter((job) => canCancel(job.status) && job.status !== "skipped");
  const dead = jobs.filter((job) => canRetry(job.status));
  const latest = checkpoints[0];
  return (
    <>
      {open.length > 0 ? (
        <ConfirmButton
          title={`Cancel ${run.name}?`}
          description={
            run.status === "running"
              ? "The trainer writes a checkpoint and stops; a retry goes on from there. Its evaluation will not run. What is stored stays."
              : "It will not start, and nothing that waits for it will. What is stored stays."
          }
          action="Cancel run"
          onConfirm={() => control("cancel", "Cancelling")}
        >
          <OctagonX aria-hidden />
          Cancel
        </ConfirmButton>
      ) : null}
      {dead.length > 0 ? (
        <ConfirmButton
          title={`Retry ${run.name}?`}
          description={
            latest
              ? `It is queued again and goes on from its checkpoint at train step ${formatCount(latest.trainStep)}.`
              : "It is queued again and starts from the beginning: there is no checkpoint."
          }
          action="Retry"
          onConfirm={() => control("retry", "Queued again")}
        >
          <RotateCcw aria-hidden />
          Retry
        </ConfirmButton>
      ) : null}
      <LinkButton href={routes.launch({ from: run.ablationId })}>
        <CopyPlus aria-hidden />
        Launch again with changes
      </LinkButton>
    </>
  );
}
