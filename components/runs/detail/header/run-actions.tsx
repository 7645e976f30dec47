"use client";

import { CopyPlus, GitFork, OctagonX, RotateCcw } from "lucide-react";
import { LinkButton } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import type { RunDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { canCancel, canRetry, isLive } from "@/lib/domain/run-status";
import { formatCount } from "@/lib/format/number";
import { ContinueButton } from "./continue-button";
import { PauseButtons } from "./pause-buttons";
import { useRunOrder } from "./use-run-order";

function whatCancelDoes({ stage, status }: RunDetail["run"]): string {
  if (stage === "command")
    return "The command is sent SIGTERM, and killed if it has not ended after its grace. What is stored stays.";
  return isLive(status)
    ? "The trainer writes a checkpoint and stops; a retry goes on from there. Its evaluation will not run. What is stored stays."
    : "It will not start, and nothing that waits for it will. What is stored stays.";
}

function CancelButton({ detail: { run, jobs } }: { detail: RunDetail }) {
  const order = useRunOrder(run.id);
  // What waits in vain for a failed training can be cancelled too, but there is nothing to stop.
  if (!jobs.some((job) => canCancel(job.status) && job.status !== "skipped")) return null;
  return (
    <ConfirmButton
      title={`Cancel ${run.name}?`}
      description={whatCancelDoes(run)}
      action="Cancel run"
      onConfirm={async () => void (await order("cancel", "Cancelling"))}
    >
      <OctagonX aria-hidden />
      Cancel
    </ConfirmButton>
  );
}

function RetryButton({ detail: { run, jobs, checkpoints } }: { detail: RunDetail }) {
  const order = useRunOrder(run.id);
  if (!jobs.some((job) => canRetry(job.status))) return null;
  const latest = checkpoints[0];
  return (
    <ConfirmButton
      title={`Retry ${run.name}?`}
      description={
        latest
          ? `It is queued again and goes on from its checkpoint at train step ${formatCount(latest.trainStep)}.`
          : "It is queued again and starts from the beginning: there is no checkpoint."
      }
      action="Retry"
      onConfirm={async () => void (await order("retry", "Queued again"))}
    >
      <RotateCcw aria-hidden />
      Retry
    </ConfirmButton>
  );
}

/** Pause, resume, cancel, retry, continue, fork and launch again; each offered only while it can be done. */
export function RunActions({ detail }: { detail: RunDetail }) {
  const { run, checkpoints } = detail;
  // A command of the user's own is started where it runs: all that can be done from here is to stop it.
  if (run.stage === "command") return <CancelButton detail={detail} />;
  const latest = checkpoints[0];
  const isOver = run.status === "succeeded" || canRetry(run.status);
  return (
    <>
      <PauseButtons detail={detail} />
      <CancelButton detail={detail} />
      <RetryButton detail={detail} />
      {isOver && latest ? <ContinueButton detail={detail} /> : null}
      {latest ? (
        <LinkButton
          href={routes.launch({ fork: latest.id })}
          title={`A new run with changed settings, from train step ${formatCount(latest.trainStep)}`}
        >
          <GitFork aria-hidden />
          Fork
        </LinkButton>
      ) : null}
      <LinkButton href={routes.launch({ from: run.ablationId })}>
        <CopyPlus aria-hidden />
        Launch again with changes
      </LinkButton>
    </>
  );
}
