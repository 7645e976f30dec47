import type { z } from "zod";
import type { Db, Queryable } from "@/db/client";
import { findEnrolmentOfToken, markEnrolmentUsed } from "@/db/queries/enrolments";
import { type HostRow, insertAgent, insertHostEvent, lockHostByName, upsertHost } from "@/db/queries/hosts";
import type { RegisterRequest, registerAnswer } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { newId } from "@/lib/domain/ids";
import { HEARTBEAT_MS, LEASE_MS } from "@/lib/domain/lease-times";
import { serverVersions } from "@/lib/server/agent-files";
import { giveBackUnheld } from "./give-back";

export type Registration = z.infer<typeof registerAnswer>;

/** A token made for one host registers that host and no other. */
async function invitationOf(db: Queryable, tokenId: string | null, hostName: string) {
  const invitation = tokenId === null ? null : await findEnrolmentOfToken(db, tokenId);
  if (invitation && invitation.hostName !== hostName)
    throw new AppError(
      "forbidden",
      `this token was made for the host ${invitation.hostName}, not for ${hostName.slice(0, 100)}`,
    );
  return invitation;
}

/**
 * Makes an agent known, and its host: registering again under the same host name is the same host. What an earlier
 * agent of the same folder had leased, and this one has no run directory of, goes back to the queue at once.
 */
export async function registerAgent(
  db: Db,
  request: RegisterRequest,
  caller: { tokenId: string | null },
  now: Date,
): Promise<Registration> {
  const agentId = newId("agent");
  const { before, host } = await db.transaction(async (tx) => {
    const invitation = await invitationOf(tx, caller.tokenId, request.hostName);
    const before = await lockHostByName(tx, request.hostName);
    const host = await upsertHost(tx, newId("host"), hostFactsOf(request, agentId, now));
    if (invitation) await markEnrolmentUsed(tx, invitation, host.id, now);
    const { version } = request;
    await insertAgent(tx, {
      id: agentId,
      hostId: host.id,
      version,
      tokenId: caller.tokenId,
      registeredAt: now,
    });
    const type = before?.state === "removed" ? "returned" : "registered";
    await insertHostEvent(tx, {
      hostId: host.id,
      at: now,
      type,
      detail: `agent ${agentId}, version ${version}`,
    });
    return { before, host };
  });
  // An agent holds its folder alone, so the agent before it is gone. Of another folder nothing is known.
  if (request.attempts && before?.dataDir === request.dataDir)
    await giveBackUnheld(db, host, request.attempts, now);
  return {
    agentId,
    hostId: host.id,
    heartbeatMs: HEARTBEAT_MS,
    leaseMs: LEASE_MS,
    versions: serverVersions(),
  };
}

function hostFactsOf(
  request: RegisterRequest,
  agentId: string,
  now: Date,
): Omit<HostRow, "id" | "state" | "createdAt" | "sharedStorage"> {
  return {
    name: request.hostName,
    // Who tells what it holds vouches for being the only one: what it does not have, nobody has.
    agentId: request.attempts ? agentId : null,
    launcher: request.launcher,
    capacity: request.capacity,
    dataDir: request.dataDir,
    facts: request.facts,
    trainerReady: request.trainer.ready,
    trainerDetail: request.trainer.detail,
    lastSeenAt: now,
  };
}
