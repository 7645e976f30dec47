"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify } from "@/components/ui/toast";
import { useSettled } from "@/components/ui/use-settled";
import { ApiError, fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type AddSeedsRequest, addSeedsAnswer, addSeedsPreview } from "@/lib/contracts";
import { plural } from "@/lib/format/number";

/** What adding these seeds would create; null asks nothing. The last answer goes as soon as another is asked for. */
export function useSeedsPreview(ablationId: string, request: AddSeedsRequest | null) {
  const text = useSettled(request === null ? null : JSON.stringify(request));
  const query = useQuery({
    queryKey: ["add-seeds-preview", ablationId, text],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/ablations/${ablationId}/seeds/preview`, addSeedsPreview, {
        ...jsonBody("POST", JSON.parse(text ?? "null")),
        signal,
      }),
    enabled: text !== null,
    retry: false,
    // What is known of the ablation changes while its jobs run.
    staleTime: 0,
  });
  const isCurrent = request !== null && text === JSON.stringify(request);
  return isCurrent ? query : { ...query, data: undefined, error: null };
}

/** Adds seeds; true once they are stored. The request names its seeds, so a second try adds nothing more. */
export function useAddSeeds(ablationId: string) {
  const client = useQueryClient();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const add = async (request: AddSeedsRequest): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      const address = `/api/v1/ablations/${ablationId}/seeds`;
      const made = await fetchJson(address, addSeedsAnswer, jsonBody("POST", request));
      notify({
        title: `Added ${plural(made.addition.seeds.length, "seed")}`,
        description: `${plural(made.runs, "run")}, ${plural(made.jobs, "job")} queued`,
      });
      await client.invalidateQueries({ queryKey: ["ablation", ablationId] });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error.message);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, add, clear: () => setFailure(null) };
}
