import type { Db } from "@/db/client";
import {
  countPlacesTaken,
  findHost,
  type HostRow,
  lockHost,
  selectHostEvents,
  setHostState,
  settleDrained,
} from "@/db/queries/hosts";
import { findFedBy, unpinFrom, updateJob } from "@/db/queries/jobs";
import type { HostControlAnswer, HostHistory, HostView } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { type HostOrder, hostStateAfter } from "@/lib/domain/host-state";
import { type Changes, withChanges } from "../jobs/change";
import { isConnected, listHosts } from "./list-hosts";

const EVENTS = { pause: "paused", resume: "resumed", drain: "draining" } as const;
const MOST_EVENTS = 200;

/** Pages that show hosts or the queue look again. */
function announceHosts({ notices }: Changes): void {
  notices.push(JSON.stringify({ type: "hosts", runId: null, jobId: null, ablationId: null }));
}

type ShownHost = HostRow & { state: HostView["state"] };

async function lockedHost({ tx }: Changes, hostId: string): Promise<ShownHost> {
  const host = await lockHost(tx, hostId);
  if (!host || host.state === "removed") throw notFound("host", hostId);
  return { ...host, state: host.state };
}

/**
 * Pauses, resumes or drains a host; an order that changes nothing is answered alike. A lease that is being given waits
 * for it, or it for the lease: afterwards no new job goes there, and what runs goes on.
 *
 * Throws `not-found`.
 */
export async function orderHost(
  db: Db,
  hostId: string,
  order: HostOrder,
  now: Date,
): Promise<HostControlAnswer> {
  await withChanges(db, now, async (changes) => {
    const host = await lockedHost(changes, hostId);
    const state = hostStateAfter(host.state, order);
    if (state === null) return;
    await setHostState(changes.tx, hostId, state, { type: EVENTS[order], at: now, detail: "on request" });
    if (order === "drain") await settleDrained(changes.tx, now);
    announceHosts(changes);
  });
  const hosts = await listHosts(db, now);
  return { host: hosts.find((host) => host.id === hostId) ?? null, jobs: [] };
}

async function refuseUnlessIdle({ tx, now }: Changes, host: HostRow): Promise<void> {
  const taken = await countPlacesTaken(tx, host.id);
  if (taken > 0)
    throw new AppError(
      "conflict",
      `${host.name} still runs ${taken} ${taken === 1 ? "job" : "jobs"}: drain it and wait, or cancel them`,
    );
  if (isConnected(host, now))
    throw new AppError(
      "conflict",
      `The agent of ${host.name} still reports, and would register it again: stop the agent first, or pause the host`,
    );
}

/** What waits for this host is told: it may go elsewhere, or it needs what lies on the host's disk. */
async function tellWaiting({ tx }: Changes, host: HostRow): Promise<HostControlAnswer["jobs"]> {
  const free = `"${host.name}", for which it was launched, was removed: any host may take it`;
  const told = (await unpinFrom(tx, host.id, free)).map((job) => ({ ...job, reason: free }));
  for (const { id, name, before } of await findFedBy(tx, host.id)) {
    const reason = `the result of "${before}" lies on "${host.name}", which was removed: it starts when that host returns`;
    await updateJob(tx, id, { statusReason: reason });
    told.push({ id, name, reason });
  }
  return told;
}

/**
 * Removes a host that runs nothing and does not report: it is listed no more, and an agent that registers under its
 * name brings it back. What it ran is kept. Jobs that were launched for it may run anywhere from now on.
 *
 * Throws `not-found`, or `conflict` with what stands in the way.
 */
export async function removeHost(db: Db, hostId: string, now: Date): Promise<HostControlAnswer> {
  return withChanges(db, now, async (changes) => {
    const host = await lockedHost(changes, hostId);
    await refuseUnlessIdle(changes, host);
    const jobs = await tellWaiting(changes, host);
    const detail = jobs.length === 0 ? "on request" : `on request; ${jobs.length} waiting jobs were told`;
    await setHostState(changes.tx, hostId, "removed", { type: "removed", at: now, detail });
    announceHosts(changes);
    return { host: null, jobs };
  });
}

/** What was done to a host, the latest first. Throws `not-found` for one that never registered. */
export async function hostEvents(db: Db, hostId: string): Promise<HostHistory> {
  const rows = await selectHostEvents(db, hostId, MOST_EVENTS);
  if (rows.length === 0 && !(await findHost(db, hostId))) throw notFound("host", hostId);
  return { events: rows.map(({ id, at, type, detail }) => ({ id, at: at.toISOString(), type, detail })) };
}
