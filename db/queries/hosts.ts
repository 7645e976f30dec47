import { and, asc, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { agents, attempts, hostEvents, hosts, jobs } from "@/db/schema";
import { LIVE_STATUSES } from "@/lib/domain/run-status";

export type HostRow = typeof hosts.$inferSelect;
export type AgentRow = typeof agents.$inferSelect;
export type HostState = HostRow["state"];
export type HostFacts = Omit<typeof hosts.$inferInsert, "id" | "state" | "createdAt">;
export type HostEventRow = typeof hostEvents.$inferSelect;

/** An attempt that holds a place on its host. */
const holdsPlace = () => and(inArray(attempts.status, LIVE_STATUSES), isNull(attempts.supersededAt));

/** Registers a host by its name: the same name is the same host, its state (paused, draining) is kept. */
export async function upsertHost(db: Queryable, id: string, facts: HostFacts): Promise<HostRow> {
  const [row] = await db
    .insert(hosts)
    .values({ id, ...facts })
    .onConflictDoUpdate({
      target: hosts.name,
      // Somebody started an agent on it again: that brings a removed host back.
      set: { ...facts, state: sql`case ${hosts.state} when 'removed' then 'active' else ${hosts.state} end` },
    })
    .returning();
  if (!row) throw new Error("the host was not stored");
  return row;
}

export async function insertAgent(db: Queryable, agent: typeof agents.$inferInsert): Promise<void> {
  await db.insert(agents).values(agent);
}

/** An agent with its host. `lock`: holds the host until the transaction ends, so that places are counted once. */
export async function findAgentHost(
  db: Queryable,
  agentId: string,
  { lock = false } = {},
): Promise<{ agent: AgentRow; host: HostRow } | null> {
  const [agent] = await db.select().from(agents).where(eq(agents.id, agentId));
  if (!agent) return null;
  const found = db.select().from(hosts).where(eq(hosts.id, agent.hostId));
  const [host] = await (lock ? found.for("no key update") : found);
  return host ? { agent, host } : null;
}

export async function findHost(db: Queryable, hostId: string): Promise<HostRow | null> {
  const [row] = await db.select().from(hosts).where(eq(hosts.id, hostId));
  return row ?? null;
}

/** The host of that name, held until the transaction ends. */
export async function lockHostByName(db: Queryable, name: string): Promise<HostRow | null> {
  const [row] = await db.select().from(hosts).where(eq(hosts.name, name)).for("no key update");
  return row ?? null;
}

/** The host, held until the transaction ends: no lease is given for it meanwhile. */
export async function lockHost(db: Queryable, hostId: string): Promise<HostRow | null> {
  const [row] = await db.select().from(hosts).where(eq(hosts.id, hostId)).for("no key update");
  return row ?? null;
}

/** Changes the state of a host and keeps that this happened. */
export async function setHostState(
  db: Queryable,
  hostId: string,
  state: HostState,
  event: Pick<HostEventRow, "type" | "at" | "detail">,
): Promise<void> {
  await db.update(hosts).set({ state }).where(eq(hosts.id, hostId));
  await insertHostEvent(db, { hostId, ...event });
}

export async function insertHostEvent(db: Queryable, event: Omit<HostEventRow, "id">): Promise<void> {
  await db.insert(hostEvents).values(event);
}

/** What was done to a host, the latest first. */
export async function selectHostEvents(
  db: Queryable,
  hostId: string,
  limit: number,
): Promise<HostEventRow[]> {
  return db
    .select()
    .from(hostEvents)
    .where(eq(hostEvents.hostId, hostId))
    .orderBy(desc(hostEvents.id))
    .limit(limit);
}

/** Hosts that were told to drain and have nothing left to run are drained from now on. */
export async function settleDrained(db: Queryable, now: Date): Promise<void> {
  await db.execute(sql`
    with settled as (
      update ${hosts} set state = 'drained' where state = 'draining' and not exists (
        select 1 from ${attempts} where ${attempts.hostId} = ${hosts.id} and ${holdsPlace()})
      returning id
    )
    insert into ${hostEvents} (host_id, at, type, detail)
    select id, ${now.toISOString()}::timestamptz, 'drained', '' from settled`);
}

export async function touchAgent(
  db: Queryable,
  agentId: string,
  hostId: string,
  now: Date,
  told: { trainer: { ready: boolean; detail: string } | null; facts?: Record<string, string> | undefined },
): Promise<void> {
  const { trainer, facts } = told;
  await db.update(agents).set({ lastHeartbeatAt: now }).where(eq(agents.id, agentId));
  await db
    .update(hosts)
    .set({
      lastSeenAt: now,
      ...(trainer && { trainerReady: trainer.ready, trainerDetail: trainer.detail }),
      ...(facts && { facts }),
    })
    .where(eq(hosts.id, hostId));
}

export type ListedHost = HostRow & { liveAttempts: number; agentVersion: string | null };

/** All hosts but removed ones, last seen first, with the places in use and the version of the latest agent. */
export async function listHosts(db: Queryable): Promise<ListedHost[]> {
  const rows = await db
    .select({
      host: hosts,
      liveAttempts: sql<number>`count(${attempts.id})::int`,
      agentVersion: sql<string | null>`(select version from ${agents} where ${agents.hostId} = ${hosts.id}
        order by ${agents.registeredAt} desc limit 1)`,
    })
    .from(hosts)
    .leftJoin(attempts, and(eq(attempts.hostId, hosts.id), holdsPlace()))
    .where(ne(hosts.state, "removed"))
    .groupBy(hosts.id)
    .orderBy(desc(hosts.lastSeenAt), hosts.name);
  return rows.map(({ host, ...more }) => ({ ...host, ...more }));
}

export async function countPlacesTaken(db: Queryable, hostId: string): Promise<number> {
  return db.$count(attempts, and(eq(attempts.hostId, hostId), holdsPlace()));
}

/** All hosts that ever registered, removed ones as well, with the places in use. */
export async function selectAllHosts(db: Queryable): Promise<(HostRow & { liveAttempts: number })[]> {
  const rows = await db
    .select({ host: hosts, liveAttempts: sql<number>`count(${attempts.id})::int` })
    .from(hosts)
    .leftJoin(attempts, and(eq(attempts.hostId, hosts.id), holdsPlace()))
    .groupBy(hosts.id)
    .orderBy(hosts.name);
  return rows.map(({ host, liveAttempts }) => ({ ...host, liveAttempts }));
}

/** Every attempt that holds a place, with its job, the first taken first. */
export async function selectPlacesTaken(db: Queryable) {
  return db
    .select({ attempt: attempts, job: jobs })
    .from(attempts)
    .innerJoin(jobs, eq(jobs.id, attempts.jobId))
    .where(holdsPlace())
    .orderBy(asc(attempts.leasedAt), asc(attempts.id));
}
