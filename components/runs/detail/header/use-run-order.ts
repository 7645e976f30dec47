"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type ControlAnswer, controlAnswer } from "@/lib/contracts";

export type RunOrder = "cancel" | "retry" | "pause" | "resume" | "continue";

/** Gives orders about a run and shows what came of them; throws what the server refuses. */
export function useRunOrder(runId: string) {
  const client = useQueryClient();
  const notify = useNotify();
  return async (order: RunOrder, said: string, body: object = {}): Promise<ControlAnswer> => {
    const answer = await fetchJson(`/api/v1/runs/${runId}/${order}`, controlAnswer, jsonBody("POST", body));
    await client.invalidateQueries({ queryKey: ["run", runId] });
    notify({ title: said });
    return answer;
  };
}
