"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { fetchJson } from "@/lib/client/fetch-json";
import { type HostList, type HostLog, type HostUsageAnswer, type HostView, hostList } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { AgentVersion } from "../agent-version";
import { HostActions } from "../host-actions";
import { HostDetails } from "../host-details";
import { hostLooks } from "../host-look";
import { AgentLogView } from "./agent-log";
import { UsageCharts } from "./usage-charts";

/** Heartbeats are not news on the live stream: the page asks. */
const EVERY_MS = 5_000;

interface Props {
  id: string;
  initial: HostList;
  /** Of the last hour. */
  usage: HostUsageAnswer;
  /** Its end. */
  log: HostLog;
}

/** All that is known of one host, live: what it does, what keeps it busy, what it is, and its agent's log. */
export function HostPage({ id, initial, usage, log }: Props) {
  const { data: list } = useQuery({
    queryKey: ["hosts"],
    queryFn: ({ signal }) => fetchJson("/api/v1/hosts", hostList, { signal }),
    initialData: initial,
    refetchInterval: EVERY_MS,
  });
  const host = list.hosts.find((one) => one.id === id);
  const crumbs = [{ label: "Hosts", href: routes.hosts() }];
  if (!host)
    return (
      <>
        <PageHeader crumbs={crumbs} title="Removed" />
        <EmptyState title="This host is removed">
          <p>What it ran stays. An agent that registers under its name brings it back.</p>
        </EmptyState>
      </>
    );
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={host.name}
        badge={<States host={host} />}
        facts={<Facts host={host} list={list} />}
        actions={<HostActions host={host} />}
      />
      <div className="flex flex-col gap-8 p-4">
        <UsageCharts host={host} initial={usage} />
        <HostDetails host={host} list={list} />
        <AgentLogView hostId={host.id} initial={log} />
      </div>
    </>
  );
}

function States({ host }: { host: HostView }) {
  return (
    <span className="inline-flex flex-wrap gap-1">
      {hostLooks(host).map(({ label, meaning, tone, icon: Icon }) => (
        <Badge key={label} tone={tone} title={meaning}>
          <Icon aria-hidden />
          {label}
        </Badge>
      ))}
    </span>
  );
}

function Facts({ host, list }: { host: HostView; list: HostList }) {
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span>
        last report <RelativeTime at={host.lastSeenAt} empty="never" />
      </span>
      <span>launcher {host.launcher}</span>
      <span>
        {host.liveAttempts} of {plural(host.capacity, "place")} taken
      </span>
      {host.waiting > 0 ? (
        <Link href={routes.queue({ host: host.id })} className="hover:underline">
          {plural(host.waiting, "queued job")} can run nowhere else
        </Link>
      ) : null}
      <span className="inline-flex items-center gap-1">
        agent <AgentVersion version={host.agentVersion} list={list} />
      </span>
    </span>
  );
}
