"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, Unplug } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { type HostList, type HostView, hostList } from "@/lib/contracts";

/** Heartbeats are not news on the live stream: the page asks. */
const EVERY_MS = 5_000;

function Connection({ host }: { host: HostView }) {
  if (!host.connected)
    return (
      <Badge tone="warn" title="No report within the last half minute.">
        <Unplug aria-hidden />
        Away
      </Badge>
    );
  return (
    <Badge tone="ok">
      <CircleCheck aria-hidden />
      {host.state === "active" ? "Connected" : host.state === "paused" ? "Paused" : "Draining"}
    </Badge>
  );
}

function Trainer({ host }: { host: HostView }) {
  return (
    <div className="flex flex-col items-start gap-1">
      <Badge tone={host.trainerReady ? "ok" : "neutral"}>
        {host.trainerReady ? <CircleCheck aria-hidden /> : <CircleDashed aria-hidden />}
        {host.trainerReady ? "Ready" : "Not ready"}
      </Badge>
      {host.trainerDetail ? <span className="max-w-80 text-ink-3 text-xs">{host.trainerDetail}</span> : null}
    </div>
  );
}

function Row({ host }: { host: HostView }) {
  const facts = Object.entries(host.facts);
  return (
    <tr className="align-top">
      <Td className="py-2.5 align-top font-medium">{host.name}</Td>
      <Td className="py-2.5 align-top">
        <Connection host={host} />
      </Td>
      <Td numeric className="py-2.5 align-top">
        {host.liveAttempts} / {host.capacity}
      </Td>
      <Td className="py-2.5 align-top">
        <Trainer host={host} />
      </Td>
      <Td className="hidden py-2.5 align-top md:table-cell">{host.launcher}</Td>
      <Td className="hidden max-w-72 py-2.5 align-top text-ink-2 text-xs lg:table-cell">
        {facts.map(([name, value]) => `${name} ${value}`).join(", ")}
      </Td>
      <Td numeric className="py-2.5 align-top">
        <RelativeTime at={host.lastSeenAt} empty="never" />
      </Td>
    </tr>
  );
}

/** Hosts that agents registered, and whether they can train. */
export function HostsList({ initial }: { initial: HostList }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["hosts"],
    queryFn: ({ signal }) => fetchJson("/api/v1/hosts", hostList, { signal }),
    initialData: initial,
    refetchInterval: EVERY_MS,
  });
  if (error) {
    return (
      <ErrorState
        title="The hosts could not be read"
        detail={error.message}
        hint={error instanceof ApiError ? error.problem.hint : undefined}
        onRetry={() => void refetch()}
      />
    );
  }
  if (data.hosts.length === 0) {
    return (
      <EmptyState title="No host yet">
        <p>
          A host is a machine where an agent takes jobs and starts trainers. Starting Stepwell with{" "}
          <code className="font-mono text-xs">npm start</code> also starts the agent of this machine; it
          appears here as soon as it has registered.
        </p>
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Hosts">
      <thead>
        <tr>
          <Th>Host</Th>
          <Th>State</Th>
          <Th numeric>Places taken</Th>
          <Th>Trainer</Th>
          <Th className="hidden md:table-cell">Launcher</Th>
          <Th className="hidden lg:table-cell">Facts</Th>
          <Th numeric>Last report</Th>
        </tr>
      </thead>
      <tbody>
        {data.hosts.map((host) => (
          <Row key={host.id} host={host} />
        ))}
      </tbody>
    </Table>
  );
}
