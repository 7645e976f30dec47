"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight, CircleCheck, CircleDashed } from "lucide-react";
import Link from "next/link";
import { Fragment, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/empty-state";
import { QueryFailure } from "@/components/ui/query-failure";
import { RelativeTime } from "@/components/ui/relative-time";
import { ActionsTh, Table, Td, Th } from "@/components/ui/table";
import { fetchJson } from "@/lib/client/fetch-json";
import { type HostList, type HostView, hostList } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { AgentVersion } from "./agent-version";
import { HostActions } from "./host-actions";
import { HostBusy } from "./host-busy";
import { HostDetails } from "./host-details";
import { hostLooks } from "./host-look";
import { TrainerProgress } from "./trainer-progress";

/** Heartbeats are not news on the live stream: the page asks. */
const EVERY_MS = 5_000;
const COLUMNS = 10;

function State({ host }: { host: HostView }) {
  return (
    <div className="flex flex-wrap gap-1">
      {hostLooks(host).map(({ label, meaning, tone, icon: Icon }) => (
        <Badge key={label} tone={tone} title={meaning}>
          <Icon aria-hidden />
          {label}
        </Badge>
      ))}
    </div>
  );
}

function Trainer({ host }: { host: HostView }) {
  if (host.trainerReady)
    return (
      <Badge tone="ok" title={host.trainerDetail}>
        <CircleCheck aria-hidden />
        Ready
      </Badge>
    );
  return (
    <div className="flex max-w-64 flex-col items-start gap-1 py-1">
      <Badge tone="neutral" title={host.trainerDetail}>
        <CircleDashed aria-hidden />
        Not ready
      </Badge>
      {host.connected && host.trainerDetail !== "" ? (
        <div className="min-w-40">
          <TrainerProgress detail={host.trainerDetail} />
        </div>
      ) : null}
    </div>
  );
}

function Row({ host, list }: { host: HostView; list: HostList }) {
  const [open, setOpen] = useState(false);
  return (
    <Fragment>
      <tr className="hover:bg-hover">
        <Td className="font-medium">
          <span className="inline-flex items-center gap-1">
            <button
              type="button"
              aria-expanded={open}
              aria-label={`Details of ${host.name}`}
              onClick={() => setOpen(!open)}
              className="rounded-sm p-0.5"
            >
              <ChevronRight
                aria-hidden
                className={cx("size-3.5 shrink-0 text-ink-3 transition-transform", open && "rotate-90")}
              />
            </button>
            <Link href={routes.host(host.id)} className="min-w-28 max-w-64 break-words hover:underline">
              {host.name}
            </Link>
          </span>
        </Td>
        <Td>
          <State host={host} />
        </Td>
        <Td numeric title={`${host.liveAttempts} of ${host.capacity} jobs at the same time`}>
          {host.liveAttempts} / {host.capacity}
        </Td>
        <Td numeric className="hidden sm:table-cell">
          {host.waiting > 0 ? (
            <Link
              href={routes.queue({ host: host.id })}
              title="Queued jobs that can run nowhere else"
              className="hover:underline"
            >
              {host.waiting}
            </Link>
          ) : (
            <span className="text-ink-3">0</span>
          )}
        </Td>
        <Td>
          <Trainer host={host} />
        </Td>
        <Td className="hidden md:table-cell">
          <HostBusy host={host} recent={list.recent.find(({ hostId }) => hostId === host.id)} />
        </Td>
        <Td className="hidden 2xl:table-cell">{host.launcher}</Td>
        <Td className="hidden 2xl:table-cell">
          <AgentVersion version={host.agentVersion} list={list} />
        </Td>
        <Td numeric>
          <RelativeTime at={host.lastSeenAt} empty="never" />
        </Td>
        <Td className="no-print">
          <div className="flex items-center justify-end gap-1.5">
            <HostActions host={host} />
          </div>
        </Td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={COLUMNS} className="border-b bg-sunken/40 px-4 py-3">
            <div className="sticky left-4 max-w-[calc(100vw-2rem)]">
              <HostDetails host={host} list={list} />
            </div>
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}

function NoHost() {
  return (
    <EmptyState title="No host yet">
      <p>
        A host is a machine where an agent takes jobs and starts trainers. Starting Stepwell with{" "}
        <code className="font-mono text-xs">npm start</code> also starts the agent of this machine; it appears
        here as soon as it has registered. Other machines, SSH hosts, Slurm and Ray clusters are connected
        with &ldquo;Add a host&rdquo;.
      </p>
    </EmptyState>
  );
}

/** Hosts that agents registered: what they do, what they are, and orders to them. */
export function HostsList({ initial }: { initial: HostList }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["hosts"],
    queryFn: ({ signal }) => fetchJson("/api/v1/hosts", hostList, { signal }),
    initialData: initial,
    refetchInterval: EVERY_MS,
  });
  if (error)
    return <QueryFailure title="The hosts could not be read" error={error} onRetry={() => void refetch()} />;
  if (data.hosts.length === 0) return <NoHost />;
  return (
    <Table aria-label="Hosts">
      <thead>
        <tr>
          <Th>Host</Th>
          <Th>State</Th>
          <Th numeric>Places taken</Th>
          <Th numeric className="hidden sm:table-cell">
            Bound jobs
          </Th>
          <Th>Trainer</Th>
          <Th className="hidden md:table-cell">Last hour</Th>
          <Th className="hidden 2xl:table-cell">Launcher</Th>
          <Th className="hidden 2xl:table-cell">Agent</Th>
          <Th numeric>Last report</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {data.hosts.map((host) => (
          <Row key={host.id} host={host} list={data} />
        ))}
      </tbody>
    </Table>
  );
}
