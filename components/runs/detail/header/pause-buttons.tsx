"use client";

import { Pause, Play } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useNotify } from "@/components/ui/toast";
import type { RunDetail } from "@/lib/contracts";
import { canPause, canResume, isLive } from "@/lib/domain/run-status";
import { useRunOrder } from "./use-run-order";

/** Pause or resume, whichever can be done. Each undoes the other and neither loses anything, so neither asks first. */
export function PauseButtons({ detail: { run, jobs } }: { detail: RunDetail }) {
  const order = useRunOrder(run.id);
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const give = async (what: "pause" | "resume", said: string) => {
    setBusy(true);
    try {
      await order(what, said);
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error);
      notify({ title: `${run.name} was left as it is`, description, failure: true });
    } finally {
      setBusy(false);
    }
  };
  // The training as long as there is one to do, then its evaluation: as the server has it.
  const subject = jobs.filter((job) => (job.kind === "evaluate") === (run.status === "succeeded"));
  if (subject.some((job) => canResume(job.status)))
    return (
      <Button variant="primary" disabled={busy} onClick={() => void give("resume", "Queued again")}>
        <Play aria-hidden />
        Resume
      </Button>
    );
  if (!subject.some((job) => canPause(job.status))) return null;
  const live = subject.some((job) => isLive(job.status));
  return (
    <Button
      disabled={busy}
      title={live ? "Writes a checkpoint, then frees its place on the host" : "Keeps it from starting"}
      onClick={() => void give("pause", live ? "Pausing: it writes a checkpoint first" : "Paused")}
    >
      <Pause aria-hidden />
      Pause
    </Button>
  );
}
