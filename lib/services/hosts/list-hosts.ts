import type { Db } from "@/db/client";
import { listHosts as queryHosts } from "@/db/queries/hosts";
import type { HostView } from "@/lib/contracts";
import { HOST_AWAY_MS } from "@/lib/domain/lease-times";

/** Hosts as shown to people, last seen first. Folders and tokens stay here. */
export async function listHosts(db: Db, now: Date): Promise<HostView[]> {
  return (await queryHosts(db)).map((host) => ({
    id: host.id,
    name: host.name,
    launcher: host.launcher,
    capacity: host.capacity,
    liveAttempts: host.liveAttempts,
    state: host.state,
    connected: host.lastSeenAt !== null && now.getTime() - host.lastSeenAt.getTime() < HOST_AWAY_MS,
    trainerReady: host.trainerReady,
    trainerDetail: host.trainerDetail,
    facts: host.facts,
    lastSeenAt: host.lastSeenAt?.toISOString() ?? null,
  }));
}
