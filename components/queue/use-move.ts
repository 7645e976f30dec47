"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type MoveRequest, moveAnswer, type QueuedJob, type QueueView } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { withMoved } from "./move-rows";

/** Moves a job; the page shows it at once and takes it back where the server refuses. */
export function useMove(queryKey: readonly unknown[]) {
  const client = useQueryClient();
  const notify = useNotify();
  return async (job: QueuedJob, request: MoveRequest) => {
    await client.cancelQueries({ queryKey });
    const before = client.getQueryData<QueueView>(queryKey);
    if (before) client.setQueryData(queryKey, withMoved(before, job.id, request));
    try {
      const { moved, place } = await fetchJson(
        `/api/v1/jobs/${job.id}/move`,
        moveAnswer,
        jsonBody("POST", request),
      );
      if (moved.length > 1)
        notify({
          title: `${job.name} is at place ${place}`,
          description: `${plural(moved.length - 1, "job")} that it waits for went along.`,
        });
    } catch (error) {
      client.setQueryData(queryKey, before);
      notify({
        title: `${job.name} stays where it is`,
        description: error instanceof Error ? error.message : String(error),
        failure: true,
      });
    } finally {
      await client.invalidateQueries({ queryKey: ["queue"] });
    }
  };
}
