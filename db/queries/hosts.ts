import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { agents, attempts, hosts } from "@/db/schema";
import { LIVE_STATUSES } from "@/lib/domain/run-status";

export type HostRow = typeof hosts.$inferSelect;
export type AgentRow = typeof agents.$inferSelect;
export type HostFacts = Omit<typeof hosts.$inferInsert, "id" | "state" | "createdAt">;

/** Registers a host by its name: the same name is the same host, its state (paused, draining) is kept. */
export async function upsertHost(db: Queryable, id: string, facts: HostFacts): Promise<HostRow> {
  const [row] = await db
    .insert(hosts)
    .values({ id, ...facts })
    .onConflictDoUpdate({ target: hosts.name, set: facts })
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

export async function touchAgent(
  db: Queryable,
  agentId: string,
  hostId: string,
  now: Date,
  trainer: { ready: boolean; detail: string } | null,
): Promise<void> {
  await db.update(agents).set({ lastHeartbeatAt: now }).where(eq(agents.id, agentId));
  await db
    .update(hosts)
    .set({ lastSeenAt: now, ...(trainer && { trainerReady: trainer.ready, trainerDetail: trainer.detail }) })
    .where(eq(hosts.id, hostId));
}

/** All hosts, last seen first, with the places in use. */
export async function listHosts(db: Queryable): Promise<(HostRow & { liveAttempts: number })[]> {
  const rows = await db
    .select({ host: hosts, liveAttempts: sql<number>`count(${attempts.id})::int` })
    .from(hosts)
    .leftJoin(
      attempts,
      and(
        eq(attempts.hostId, hosts.id),
        inArray(attempts.status, LIVE_STATUSES),
        isNull(attempts.supersededAt),
      ),
    )
    .groupBy(hosts.id)
    .orderBy(desc(hosts.lastSeenAt), hosts.name);
  return rows.map((row) => ({ ...row.host, liveAttempts: row.liveAttempts }));
}
