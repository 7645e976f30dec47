"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CopyPlus, OctagonX, Pause, Play, Scale } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { FreezeButton } from "@/components/reports/freeze-button";
import { Button, LinkButton } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type AblationDetail, controlAnswer, type JobStatus, type StatusCounts } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { ALL_STATUSES, canCancel, canPause, canResume } from "@/lib/domain/run-status";
import { plural } from "@/lib/format/number";
import { AddSeedsButton } from "./add-seeds-button";

function countIn(counts: StatusCounts, isWanted: (status: JobStatus) => boolean): number {
  return ALL_STATUSES.filter(isWanted).reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

/** Pauses what waits or runs, resumes what is paused; each undoes the other, so neither asks first. */
function PauseButtons({ detail }: { detail: AblationDetail }) {
  const { id, jobs: counts } = detail.summary;
  const client = useQueryClient();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const give = async (order: "pause" | "resume") => {
    setBusy(true);
    try {
      const { jobs } = await fetchJson(
        `/api/v1/ablations/${id}/${order}`,
        controlAnswer,
        jsonBody("POST", {}),
      );
      const pause = order === "pause";
      notify({
        title: `${plural(jobs.length, "job")} ${pause ? "paused" : "resumed"}`,
        description: pause ? "Running trainers write a checkpoint first." : "",
        ...(pause ? { undo: () => void give("resume") } : {}),
      });
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error);
      notify({ title: "The jobs were left as they are", description, failure: true });
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: ["ablation", id] });
    }
  };
  const paused = countIn(counts, canResume);
  return (
    <>
      {paused > 0 ? (
        <Button disabled={busy} onClick={() => void give("resume")}>
          <Play aria-hidden />
          Resume {plural(paused, "job")}
        </Button>
      ) : null}
      {countIn(counts, canPause) > 0 ? (
        <Button disabled={busy} onClick={() => void give("pause")}>
          <Pause aria-hidden />
          Pause
        </Button>
      ) : null}
    </>
  );
}

/** What can be done with an ablation; "Cancel" while anything can still be cancelled. */
export function AblationActions({ detail }: { detail: AblationDetail }) {
  const { id, jobs } = detail.summary;
  const client = useQueryClient();
  const notify = useNotify();
  const open = countIn(jobs, canCancel);
  const cancel = async () => {
    await fetchJson(`/api/v1/ablations/${id}/cancel`, z.looseObject({}), jsonBody("POST", {}));
    await client.invalidateQueries({ queryKey: ["ablation", id] });
    notify({ title: "Cancelling", description: "Running trainers write a checkpoint first." });
  };
  return (
    <>
      <PauseButtons detail={detail} />
      {open > 0 ? (
        <ConfirmButton
          title="Cancel this ablation?"
          description={`${plural(open, "job")} that wait or run will stop. Running trainers write a checkpoint first, so that a retry can go on from there. What is stored stays.`}
          action={`Cancel ${plural(open, "job")}`}
          onConfirm={cancel}
        >
          <OctagonX aria-hidden />
          Cancel
        </ConfirmButton>
      ) : null}
      <AddSeedsButton detail={detail} />
      <FreezeButton selection={{ ablation: id }} />
      <LinkButton href={routes.launch({ from: id })}>
        <CopyPlus aria-hidden />
        Launch again with changes
      </LinkButton>
      <LinkButton variant="primary" href={routes.compare({ ablation: id })}>
        <Scale aria-hidden />
        Compare
      </LinkButton>
    </>
  );
}
