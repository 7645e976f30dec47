"use client";

import { Pause, Play } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useJobOrder } from "./use-job-order";

type Order = "pause" | "resume";

const SAID = { queued: "is queued again", paused: "is paused", pausing: "writes a checkpoint, then pauses" };
const isTold = (status: string): status is keyof typeof SAID => status in SAID;

interface Props {
  job: { id: string; name: string };
  order: Order;
  /** Query keys of what shows the job. */
  shownBy: readonly (readonly string[])[];
}

/** Pauses or resumes one job at once: neither loses anything, and each undoes the other. */
export function PauseJob({ job, order, shownBy }: Props) {
  const { busy, give } = useJobOrder(job, shownBy);
  const say = (what: Order) =>
    give(what, (jobs) => {
      const status = jobs.find(({ id }) => id === job.id)?.status ?? "";
      return {
        title: `${job.name} ${isTold(status) ? SAID[status] : "was paused already"}`,
        ...(status === "paused" ? { undo: () => void say("resume") } : {}),
      };
    });
  const label = `${order === "pause" ? "Pause" : "Resume"} ${job.name}`;
  if (order === "resume")
    return (
      <Button size="sm" disabled={busy} aria-label={label} onClick={() => void say("resume")}>
        <Play aria-hidden />
        Resume
      </Button>
    );
  return (
    <Button
      variant="ghost"
      size="icon"
      disabled={busy}
      title="Pause this job"
      aria-label={label}
      onClick={() => void say("pause")}
    >
      <Pause aria-hidden />
    </Button>
  );
}
