"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { fetchJson } from "@/lib/client/fetch-json";
import type { LiveScope } from "@/lib/client/live-connection";
import { type AblationResults, ablationResults, type ResultSelection } from "@/lib/contracts/results";
import { apiRoutes } from "@/lib/domain/routes";
import { compareArms } from "@/lib/stats/ablation";

/** What of the server's news can change these results; null: imported numbers never change. */
function scopeOf({ ablation, runs }: ResultSelection): LiveScope {
  return ablation === undefined ? { runs } : { ablation };
}

/** The facts of a selection as they arrive. */
export function useResults(selection: ResultSelection, initial: AblationResults): AblationResults {
  const address = apiRoutes.results(selection);
  const key = ["results", address] as const;
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchJson(address, ablationResults, { signal }),
    initialData: initial,
  });
  useLiveRefresh(
    scopeOf(selection),
    [key, ["questions", apiRoutes.questions(selection)]],
    (m) => m.type === "evaluations" || m.type === "status",
  );
  return data;
}

/**
 * The conclusions that the facts allow. `against` null: compared as declared. Another baseline is looked at beside the
 * declared comparisons and never changes their Holm family.
 */
export function useComparison(results: AblationResults, against: string | null) {
  return useMemo(() => compareArms(results, { against }), [results, against]);
}
