"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { useSettled } from "@/components/ui/use-settled";
import { fetchJson } from "@/lib/client/fetch-json";
import { type HostLog, type HostLogLine, hostLog } from "@/lib/contracts";
import { fieldsText, isTrouble } from "./log-text";

const EVERY_MS = 5_000;
const SETTLE_MS = 250;
const ANY = "";

/** The log of a host's agent, the newest first: searched by the server, followed while it is open. */
export function AgentLogView({ hostId, initial }: { hostId: string; initial: HostLog }) {
  const [text, setText] = useState("");
  const [event, setEvent] = useState<string>(ANY);
  const q = useSettled(text, SETTLE_MS);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["host-log", hostId, q, event],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => fetchJson(pathOf(hostId, q, event, pageParam), hostLog, { signal }),
    getNextPageParam: (page) => (page.more ? page.lines[0]?.id : undefined),
    refetchInterval: EVERY_MS,
    ...(q === "" && event === ANY ? { initialData: { pages: [initial], pageParams: [undefined] } } : {}),
  });
  const lines = (data?.pages ?? []).flatMap((page) => [...page.lines].reverse());
  const events = data?.pages[0]?.events ?? [];
  return (
    <section aria-label="Agent's log" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-1 font-semibold text-sm">Agent&rsquo;s log</h2>
        <Input
          type="search"
          aria-label="Search the agent's log"
          placeholder="Search the agent's log"
          className="w-56"
          maxLength={200}
          value={text}
          onChange={(change) => setText(change.target.value)}
        />
        <Select
          aria-label="Event"
          options={[{ value: ANY, label: "All events" }, ...events.map((value) => ({ value, label: value }))]}
          value={event}
          onValueChange={setEvent}
        />
        <span className="text-ink-3 text-xs">newest first</span>
      </div>
      {error ? <p className="text-bad text-xs">{error.message}</p> : null}
      {data && lines.length === 0 ? (
        <p className="text-ink-3 text-sm">
          {q || event ? "No line matches." : "Its agent told no line yet: it does with its next report."}
        </p>
      ) : null}
      {lines.length > 0 ? (
        <ol className="rounded-lg border bg-surface py-1 font-mono text-2xs">
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ol>
      ) : null}
      {hasNextPage ? (
        <Button
          size="sm"
          className="self-start"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Older lines
        </Button>
      ) : null}
    </section>
  );
}

function pathOf(hostId: string, q: string, event: string, before: number | undefined): string {
  const params = new URLSearchParams({ limit: "200" });
  if (q !== "") params.set("q", q);
  if (event !== ANY) params.set("event", event);
  if (before !== undefined) params.set("before", String(before));
  return `/api/v1/hosts/${hostId}/log?${params}`;
}

function Line({ line }: { line: HostLogLine }) {
  const trouble = isTrouble(line.event);
  return (
    <li className="flex flex-wrap gap-x-3 px-3 py-0.5 hover:bg-hover sm:flex-nowrap">
      <span className="w-24 shrink-0 text-ink-3">
        <RelativeTime at={line.at} />
      </span>
      <span className={cx("w-40 shrink-0 truncate", trouble ? "text-warn" : "text-ink")} title={line.event}>
        {trouble ? "! " : ""}
        {line.event}
      </span>
      <span className="min-w-0 basis-full whitespace-pre-wrap break-all text-ink-2 sm:basis-auto">
        {fieldsText(line.fields)}
      </span>
    </li>
  );
}
