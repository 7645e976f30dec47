"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchJson } from "@/lib/client/fetch-json";
import { evaluationPrompts } from "@/lib/contracts/question-results";
import { apiRoutes } from "@/lib/domain/routes";

const NONE: ReadonlyMap<string, string> = new Map();

/** How each question begins, by its key; empty until it is known. What was asked never changes. */
export function usePrompts(evaluation: string): ReadonlyMap<string, string> {
  const address = apiRoutes.evaluationPrompts(evaluation);
  const { data } = useQuery({
    queryKey: ["evaluation-prompts", address],
    queryFn: ({ signal }) => fetchJson(address, evaluationPrompts, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(
    () => (data ? new Map(data.prompts.map(({ question, prompt }) => [question, prompt])) : NONE),
    [data],
  );
}
