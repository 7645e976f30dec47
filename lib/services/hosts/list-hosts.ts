import type { Db } from "@/db/client";
import { type ListedHost, listHosts as queryHosts, selectPlacesTaken } from "@/db/queries/hosts";
import { selectOnDisk } from "@/db/queries/on-disk";
import { countBoundTo } from "@/db/queries/queue";
import type { HostList, HostView } from "@/lib/contracts";
import { HOST_AWAY_MS } from "@/lib/domain/lease-times";
import { serverVersions } from "@/lib/server/agent-files";
import { readRecentUsage } from "./read-usage";

type PlaceTaken = Awaited<ReturnType<typeof selectPlacesTaken>>[number];

/** Whether a host reported lately. */
export function isConnected(host: { lastSeenAt: Date | null }, now: Date): boolean {
  return host.lastSeenAt !== null && now.getTime() - host.lastSeenAt.getTime() < HOST_AWAY_MS;
}

/** A removed host is shown to nobody; where it still has to be named, it takes no jobs. */
export function shownState({ state }: Pick<ListedHost, "state">): HostView["state"] {
  return state === "removed" ? "drained" : state;
}

function jobOnHost({ attempt, job }: PlaceTaken): HostView["running"][number] {
  return {
    id: job.id,
    name: job.name,
    kind: job.kind,
    runId: job.runId,
    status: job.status,
    engineState: attempt.engineState,
    startedAt: attempt.startedAt?.toISOString() ?? null,
  };
}

/** Hosts as shown to people, last seen first. Folders and tokens stay here. */
export async function listHosts(db: Db, now: Date): Promise<HostView[]> {
  const [hosts, taken, bound] = await Promise.all([queryHosts(db), selectPlacesTaken(db), countBoundTo(db)]);
  return hosts.map((host) => ({
    id: host.id,
    name: host.name,
    launcher: host.launcher,
    capacity: host.capacity,
    liveAttempts: host.liveAttempts,
    state: shownState(host),
    connected: isConnected(host, now),
    trainerReady: host.trainerReady,
    trainerDetail: host.trainerDetail,
    facts: host.facts,
    lastSeenAt: host.lastSeenAt?.toISOString() ?? null,
    running: taken.filter(({ attempt }) => attempt.hostId === host.id).map(jobOnHost),
    waiting: bound.get(host.id) ?? 0,
    agentVersion: host.agentVersion,
  }));
}

/** The same with this server's version, which an agent's ought to equal. */
export async function hostsWithVersion(db: Db, now: Date): Promise<HostList> {
  const { server, installable } = serverVersions();
  const hosts = await listHosts(db, now);
  const [recent, onDisk] = await Promise.all([
    readRecentUsage(
      db,
      hosts.map(({ id }) => id),
      now,
    ),
    selectOnDisk(db),
  ]);
  return { hosts, recent, onDisk, serverVersion: server, installableVersion: installable };
}
