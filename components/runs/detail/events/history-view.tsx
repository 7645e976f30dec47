"use client";

import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { fetchJson } from "@/lib/client/fetch-json";
import { type RunHistory, type RunHistoryEvent, runHistory } from "@/lib/contracts";
import type { LiveMessage } from "@/lib/contracts/live";
import { JOB_TITLES } from "@/lib/domain/run-kinds";
import { exactTime } from "@/lib/format/time";
import { useRun } from "../run-shell";
import { describeEvent } from "./describe-event";

const shown = (message: LiveMessage) =>
  message.type !== "metrics" && message.type !== "logs" && message.type !== "traces";

function useHistory(runId: string, initial: RunHistory) {
  const key = ["run-history", runId] as const;
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        `/api/v1/runs/${runId}/history${pageParam === null ? "" : `?before=${pageParam}`}`,
        runHistory,
        { signal },
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last: RunHistory) => (last.more ? (last.events.at(-1)?.id ?? null) : null),
    initialData: { pages: [initial], pageParams: [null] } satisfies InfiniteData<RunHistory, number | null>,
  });
  useLiveRefresh({ runs: [runId] }, [key], shown);
  return query;
}

/** What happened to a run and its jobs, newest first; live. */
export function HistoryView({ initial }: { initial: RunHistory }) {
  const { run } = useRun();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useHistory(
    run.id,
    initial,
  );
  const events = data.pages.flatMap((page) => page.events);
  if (error)
    return (
      <ErrorState
        title="The events could not be read"
        detail={error.message}
        onRetry={() => void refetch()}
      />
    );
  if (events.length === 0)
    return (
      <EmptyState title="Nothing has happened yet">
        Status changes, phases, checkpoints and refused batches are told here.
      </EmptyState>
    );
  return (
    <div className="p-4">
      <ol aria-label="Events, newest first" className="flex flex-col border-l pl-4">
        {events.map((event) => (
          <Event key={event.id} event={event} />
        ))}
      </ol>
      {hasNextPage ? (
        <Button className="mt-3" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older events
        </Button>
      ) : null}
    </div>
  );
}

function Event({ event }: { event: RunHistoryEvent }) {
  const line = describeEvent(event);
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b border-dashed py-2">
      <span className="w-24 shrink-0 text-ink-3 text-xs" title={exactTime(event.at)}>
        <RelativeTime at={event.at} />
      </span>
      <div className="min-w-0 flex-1 basis-60">
        <span className="flex flex-wrap items-center gap-2">
          <Badge tone={line.tone}>{line.title}</Badge>
          <span className="text-2xs text-ink-3">
            {JOB_TITLES[event.jobKind]}
            {event.attemptNumber === null ? "" : `, attempt ${event.attemptNumber}`}
          </span>
        </span>
        {line.detail ? (
          <p className="mt-0.5 max-h-60 overflow-y-auto whitespace-pre-wrap break-words text-ink-2 text-xs">
            {line.detail}
          </p>
        ) : null}
        {line.raw === null ? null : (
          <details className="mt-0.5 text-xs">
            <summary className="text-ink-3">as sent</summary>
            <pre className="mt-1 max-h-80 overflow-auto whitespace-pre-wrap break-all rounded bg-sunken p-2 text-2xs">
              {line.raw}
            </pre>
          </details>
        )}
      </div>
    </li>
  );
}
