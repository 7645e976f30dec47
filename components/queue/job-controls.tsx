"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, ArrowUpToLine, OctagonX, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { controlAnswer, type MoveRequest, type QueuedJob } from "@/lib/contracts";
import { plural } from "@/lib/format/number";

function MoveButton({
  label,
  disabled,
  onMove,
  children,
}: {
  label: string;
  disabled: boolean;
  onMove: () => void;
  children: ReactNode;
}) {
  return (
    <Button variant="ghost" size="icon" title={label} aria-label={label} disabled={disabled} onClick={onMove}>
      {children}
    </Button>
  );
}

interface MoveProps {
  job: QueuedJob;
  /** Its neighbours as shown. */
  above: QueuedJob | undefined;
  below: QueuedJob | undefined;
  onMove: (job: QueuedJob, request: MoveRequest) => void;
}

/** To the top, one up, one down (among the jobs shown), and back to the launch's order. */
export function MoveButtons({ job, above, below, onMove }: MoveProps) {
  return (
    <>
      {job.moved ? (
        <MoveButton
          label={`Put ${job.name} back where its launch put it`}
          disabled={false}
          onMove={() => onMove(job, { to: "launch-order" })}
        >
          <Undo2 aria-hidden />
        </MoveButton>
      ) : null}
      <MoveButton
        label={`Move ${job.name} to the top`}
        disabled={job.place === 1}
        onMove={() => onMove(job, { to: "top" })}
      >
        <ArrowUpToLine aria-hidden />
      </MoveButton>
      <MoveButton
        label={`Move ${job.name} up`}
        disabled={!above}
        onMove={() => above && onMove(job, { to: "before", job: above.id })}
      >
        <ArrowUp aria-hidden />
      </MoveButton>
      <MoveButton
        label={`Move ${job.name} down`}
        disabled={!below}
        onMove={() => below && onMove(job, { to: "after", job: below.id })}
      >
        <ArrowDown aria-hidden />
      </MoveButton>
    </>
  );
}

/** Cancels a queued or running job after asking; what had not started can be queued again. */
export function CancelJob({ job, dependents }: { job: { id: string; name: string }; dependents?: number }) {
  const client = useQueryClient();
  const notify = useNotify();
  const order = async (what: "cancel" | "retry") => {
    const { jobs } = await fetchJson(`/api/v1/jobs/${job.id}/${what}`, controlAnswer, jsonBody("POST", {}));
    await client.invalidateQueries({ queryKey: ["queue"] });
    return jobs.find(({ id }) => id === job.id)?.status;
  };
  const undo = () =>
    void order("retry").catch((error: unknown) =>
      notify({ title: `${job.name} was not queued again`, description: String(error), failure: true }),
    );
  const cancel = async () => {
    const status = await order("cancel");
    if (status === "cancelled") notify({ title: `${job.name} is cancelled`, undo });
    else notify({ title: `${job.name} is stopping`, description: "Its trainer writes a checkpoint first." });
  };
  const description =
    dependents === undefined
      ? "Its trainer writes a checkpoint first, so that a retry can go on from there. What waits for it is skipped."
      : dependents > 0
        ? `${plural(dependents, "job")} that wait for it are skipped with it.`
        : "No other job waits for it.";
  return (
    <ConfirmButton
      variant="ghost"
      size="icon"
      title={`Cancel ${job.name}?`}
      description={description}
      action="Cancel this job"
      onConfirm={cancel}
    >
      <OctagonX aria-hidden />
      <span className="sr-only">Cancel {job.name}</span>
    </ConfirmButton>
  );
}
