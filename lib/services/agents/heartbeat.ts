import type { Db } from "@/db/client";
import { findHostAttempts } from "@/db/queries/attempts";
import { touchAgent } from "@/db/queries/hosts";
import { renewLeases } from "@/db/queries/jobs";
import type { AttemptObservation, HeartbeatAnswer, HeartbeatRequest } from "@/lib/contracts";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { storableText } from "@/lib/domain/stored-text";
import { exchangeChores } from "../chores/exchange-chores";
import { keepRecords } from "../hosts/keep-records";
import { withChanges } from "../jobs/change";
import { type Order, observeAttempt } from "../jobs/observe-attempt";
import { reconcile } from "../jobs/reconcile";
import { agentOf } from "./agent-of";

/** Splits off the attempts of which nothing is new: they only need their lease renewed, all in one statement. */
async function quietOnes(
  db: Db,
  hostId: string,
  observations: AttemptObservation[],
): Promise<{ quiet: string[]; others: AttemptObservation[] }> {
  const rows = await findHostAttempts(
    db,
    hostId,
    observations.map((observation) => observation.attemptId),
  );
  const quiet = new Set<string>();
  for (const { attemptId, state, pid, engineState } of observations) {
    const row = rows.get(attemptId);
    if (!row || state !== "running" || row.job.status !== "running") continue;
    const isCurrent = row.job.currentAttemptId === attemptId && row.attempt.supersededAt === null;
    if (isCurrent && row.attempt.pid === pid && row.attempt.engineState === engineState) quiet.add(attemptId);
  }
  return {
    quiet: [...quiet],
    others: observations.filter((observation) => !quiet.has(observation.attemptId)),
  };
}

/** What the agent says of its trainer: the last words of a program, so any bytes at all. */
function trainerOf({ trainer }: HeartbeatRequest): HeartbeatRequest["trainer"] {
  return trainer && { ...trainer, detail: storableText(trainer.detail) };
}

/** Facts come from the host's own programs: any bytes at all. */
function factsOf({ facts }: HeartbeatRequest): HeartbeatRequest["facts"] {
  return (
    facts &&
    Object.fromEntries(Object.entries(facts).map(([name, fact]) => [storableText(name), storableText(fact)]))
  );
}

/**
 * One report of an agent: renews the leases of what lives on its host, takes in what started and ended, looks for
 * leases of others that ran out, and answers with orders.
 */
export async function heartbeat(
  db: Db,
  agentId: string,
  request: HeartbeatRequest,
  tokenId: string | null,
  now: Date,
): Promise<HeartbeatAnswer> {
  const { host } = await agentOf(db, agentId, tokenId);
  await touchAgent(db, agentId, host.id, now, { trainer: trainerOf(request), facts: factsOf(request) });
  const { quiet, others } = await quietOnes(db, host.id, request.observations);
  await renewLeases(db, quiet, new Date(now.getTime() + LEASE_MS));
  await keepRecords(db, host.id, request, now);
  const orders: Order[] = [];
  for (const observation of others) {
    const order = await withChanges(db, now, (changes) => observeAttempt(changes, host, observation));
    if (order) orders.push(order);
  }
  await reconcile(db, now);
  return { orders, chores: await exchangeChores(db, host.id, request, now) };
}
