import type { Db } from "@/db/client";
import { insertAgent, upsertHost } from "@/db/queries/hosts";
import type { RegisterRequest } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { HEARTBEAT_MS, LEASE_MS } from "@/lib/domain/lease-times";

export interface Registration {
  agentId: string;
  hostId: string;
  heartbeatMs: number;
  leaseMs: number;
}

/** Makes an agent known, and its host: registering again under the same host name is the same host. */
export async function registerAgent(
  db: Db,
  request: RegisterRequest,
  caller: { tokenId: string | null },
  now: Date,
): Promise<Registration> {
  const agentId = newId("agent");
  const hostId = await db.transaction(async (tx) => {
    const host = await upsertHost(tx, newId("host"), {
      name: request.hostName,
      launcher: request.launcher,
      capacity: request.capacity,
      dataDir: request.dataDir,
      facts: request.facts,
      trainerReady: request.trainer.ready,
      trainerDetail: request.trainer.detail,
      lastSeenAt: now,
    });
    const { version } = request;
    await insertAgent(tx, {
      id: agentId,
      hostId: host.id,
      version,
      tokenId: caller.tokenId,
      registeredAt: now,
    });
    return host.id;
  });
  return { agentId, hostId, heartbeatMs: HEARTBEAT_MS, leaseMs: LEASE_MS };
}
