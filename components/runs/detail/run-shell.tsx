"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { fetchJson } from "@/lib/client/fetch-json";
import { type RunDetail, runDetail } from "@/lib/contracts";
import type { LiveMessage } from "@/lib/contracts/live";
import { RunHeader } from "./header/run-header";
import { ImportedHeader } from "./imported/imported-header";

const Context = createContext<RunDetail | null>(null);

/** Cache key of a run's detail. */
export function runKey(runId: string) {
  return ["run", runId] as const;
}

/** The run of the page, live. Throws outside of a RunShell. */
export function useRun(): RunDetail {
  const detail = useContext(Context);
  if (!detail) throw new Error("useRun needs a RunShell around it");
  return detail;
}

/** Log lines and traces change nothing that the head of the page shows. */
const shown = (message: LiveMessage) => message.type !== "logs" && message.type !== "traces";

/** What all views of a run share: its state, kept fresh, and the head of the page. */
export function RunShell({ initial, children }: { initial: RunDetail; children: ReactNode }) {
  const { id } = initial.run;
  const { data } = useQuery({
    queryKey: runKey(id),
    queryFn: ({ signal }) => fetchJson(`/api/v1/runs/${id}`, runDetail, { signal }),
    initialData: initial,
  });
  useLiveRefresh({ runs: [id] }, [runKey(id)], shown);
  return (
    <Context value={data}>
      {data.run.stage === "import" ? <ImportedHeader detail={data} /> : <RunHeader detail={data} />}
      {children}
    </Context>
  );
}
