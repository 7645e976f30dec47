"use client";

import { useQuery } from "@tanstack/react-query";
import { RelativeTime } from "@/components/ui/relative-time";
import { fetchJson } from "@/lib/client/fetch-json";
import { hostHistory } from "@/lib/contracts";

const WORDS = {
  registered: "Agent registered",
  returned: "Returned after it was removed",
  paused: "Paused",
  resumed: "Resumed",
  draining: "Told to drain",
  drained: "Drained",
  removed: "Removed",
} as const;

/** What was done to a host; asked for when it is opened. */
export function HostHistory({ hostId, state }: { hostId: string; state: string }) {
  const { data, error } = useQuery({
    queryKey: ["host-events", hostId, state],
    queryFn: ({ signal }) => fetchJson(`/api/v1/hosts/${hostId}/events`, hostHistory, { signal }),
  });
  if (error) return <p className="text-bad text-xs">{error.message}</p>;
  if (!data) return <p className="text-ink-3 text-xs">Reading…</p>;
  if (data.events.length === 0)
    return <p className="text-ink-3 text-xs">Nothing since this was begun to be kept.</p>;
  return (
    <ol className="flex max-h-56 flex-col gap-1 overflow-y-auto text-xs">
      {data.events.map((event) => (
        <li key={event.id} className="flex flex-wrap gap-x-2">
          <span className="w-24 shrink-0 text-ink-3">
            <RelativeTime at={event.at} />
          </span>
          <span>{WORDS[event.type]}</span>
          <span className="break-all text-ink-3">{event.detail}</span>
        </li>
      ))}
    </ol>
  );
}
