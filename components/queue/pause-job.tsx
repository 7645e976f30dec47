"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { controlAnswer } from "@/lib/contracts";

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
  const client = useQueryClient();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const give = async (what: Order) => {
    setBusy(true);
    try {
      const { jobs } = await fetchJson(`/api/v1/jobs/${job.id}/${what}`, controlAnswer, jsonBody("POST", {}));
      const status = jobs.find(({ id }) => id === job.id)?.status ?? "";
      notify({
        title: `${job.name} ${isTold(status) ? SAID[status] : "was paused already"}`,
        ...(status === "paused" ? { undo: () => void give("resume") } : {}),
      });
    } catch (error) {
      notify({
        title: `${job.name} was left as it is`,
        description: error instanceof Error ? error.message : String(error),
        failure: true,
      });
    } finally {
      setBusy(false);
      await Promise.all(shownBy.map((queryKey) => client.invalidateQueries({ queryKey: [...queryKey] })));
    }
  };
  const label = `${order === "pause" ? "Pause" : "Resume"} ${job.name}`;
  if (order === "resume")
    return (
      <Button size="sm" disabled={busy} aria-label={label} onClick={() => void give("resume")}>
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
      onClick={() => void give("pause")}
    >
      <Pause aria-hidden />
    </Button>
  );
}
