"use client";

import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/lib/client/fetch-json";
import { type QuestionResults, questionResults } from "@/lib/contracts/question-results";
import type { ResultSelection } from "@/lib/contracts/results";
import { apiRoutes } from "@/lib/domain/routes";

interface Options {
  initial?: QuestionResults;
  /** Large: asked for only where it is looked at. */
  enabled?: boolean;
}

/** Every verdict behind a selection's accuracies; refreshed with the results (use-results.ts). */
export function useQuestions(selection: ResultSelection, { initial, enabled = true }: Options = {}) {
  const address = apiRoutes.questions(selection);
  return useQuery({
    queryKey: ["questions", address],
    queryFn: ({ signal }) => fetchJson(address, questionResults, { signal }),
    enabled,
    ...(initial ? { initialData: initial } : {}),
  });
}
