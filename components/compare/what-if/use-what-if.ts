"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSettled } from "@/components/ui/use-settled";
import { ApiError, fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type ResultSelection, whatIfAnswer } from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import { changesOf, type WhatIfState } from "./url-state";

/** Of the largest changes of each arm so many are told. */
export const EXAMPLES = 8;

/** Stored responses rescored by the server; while other settings are computed, the last answer stays. */
export function useWhatIf(selection: ResultSelection, state: WhatIfState) {
  const request = useSettled(
    JSON.stringify({
      ...{ selection, arms: state.arms, changes: changesOf(state), examples: EXAMPLES },
      ...{ fromTrainStep: state.fromTrainStep ?? undefined, toTrainStep: state.toTrainStep ?? undefined },
    }),
  );
  return useQuery({
    queryKey: ["what-if", request],
    queryFn: ({ signal }) =>
      fetchJson(apiRoutes.whatIf(), whatIfAnswer, { ...jsonBody("POST", JSON.parse(request)), signal }),
    placeholderData: keepPreviousData,
    retry: (count, error) => count < 2 && error instanceof ApiError && error.problem.retryable,
  });
}

/** Complaints of a refusal by setting ("changes.tau" is at tau) or by field of the request. */
export function errorsOf(error: unknown): Map<string, string> {
  if (!(error instanceof ApiError)) return new Map();
  return new Map(
    error.problem.fields.map(({ path, message }) => [path.replace(/^changes\./, ""), message] as const),
  );
}
