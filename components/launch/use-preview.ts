"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSettled } from "@/components/ui/use-settled";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type AblationSpec, launchPreview } from "@/lib/contracts";

/** What the launch would create and cost, by the server; the last answer stays while a newer one is on its way. */
export function usePreview(spec: AblationSpec | null) {
  const text = useSettled(spec === null ? null : JSON.stringify(spec));
  return useQuery({
    queryKey: ["launch-preview", text],
    queryFn: ({ signal }) =>
      fetchJson("/api/v1/ablations/preview", launchPreview, {
        ...jsonBody("POST", JSON.parse(text ?? "null")),
        signal,
      }),
    enabled: text !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
