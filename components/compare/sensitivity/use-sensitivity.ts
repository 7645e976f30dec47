"use client";

import { keepPreviousData, useQueries, useQueryClient } from "@tanstack/react-query";
import { useSettled } from "@/components/ui/use-settled";
import { ApiError, fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type ResultSelection, type SensitivityAnswer, sensitivityAnswer } from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import { FORECASTS, type SensitivityState } from "./url-state";

const KEY = "sensitivity";

/** What the page knows so far: one answer an arm, in order. */
export interface SensitivityProgress {
  answers: SensitivityAnswer[];
  done: number;
  total: number;
  busy: boolean;
  error: Error | null;
  /** Ends what is being computed. */
  cancel: () => void;
  retry: () => void;
}

/**
 * Arms one after the other, so that the first shows while the rest are computed, the server is asked for one at a time,
 * and leaving or cancelling ends what is under way.
 */
export function useSensitivity(
  selection: ResultSelection,
  arms: readonly string[],
  state: SensitivityState,
): SensitivityProgress {
  const client = useQueryClient();
  const shared = useSettled(JSON.stringify(requestOf(selection, state)));
  const queries = useQueries({
    queries: arms.map((arm) => ({
      queryKey: [KEY, arm, shared],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const body = { ...JSON.parse(shared), arms: [arm] };
        return fetchJson(apiRoutes.sensitivity(), sensitivityAnswer, { ...jsonBody("POST", body), signal });
      },
      enabled: isTurnOf(client, arms, arm, shared),
      placeholderData: keepPreviousData,
      retry: (count: number, error: Error) =>
        count < 2 && error instanceof ApiError && error.problem.retryable,
      staleTime: 60_000,
    })),
  });
  const fresh = queries.filter(({ data, isPlaceholderData }) => data !== undefined && !isPlaceholderData);
  return {
    answers: queries.flatMap(({ data }) => (data === undefined ? [] : [data])),
    done: fresh.length,
    total: arms.length,
    busy: queries.some(({ isFetching }) => isFetching),
    error: queries.find(({ error }) => error !== null)?.error ?? null,
    cancel: () => void client.cancelQueries({ queryKey: [KEY] }),
    retry: () => void client.refetchQueries({ queryKey: [KEY], type: "active" }),
  };
}

/** An arm is asked for once those before it are answered or refused. */
function isTurnOf(
  client: ReturnType<typeof useQueryClient>,
  arms: readonly string[],
  arm: string,
  shared: string,
): boolean {
  return arms.slice(0, arms.indexOf(arm)).every((earlier) => {
    const status = client.getQueryState([KEY, earlier, shared])?.status;
    return status === "success" || status === "error";
  });
}

function requestOf(selection: ResultSelection, state: SensitivityState) {
  const { origin, scheme, forecast, fromTrainStep, toTrainStep } = state;
  return {
    ...{ selection, origin, forecasts: forecast.filter((m) => FORECASTS.some((known) => known === m)) },
    changes: scheme === null ? {} : { scheme },
    ...{ fromTrainStep: fromTrainStep ?? undefined, toTrainStep: toTrainStep ?? undefined },
  };
}
