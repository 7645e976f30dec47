"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type AblationSpec, launchPreview } from "@/lib/contracts";

const SETTLE_MS = 400;

/** A value once it has stayed the same for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

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
