import { eq, inArray } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { hosts, runs } from "@/db/schema";

/** The host that trained each of these runs last; runs that no host has begun are absent. */
export async function selectHostsOfRuns(
  db: Queryable,
  runIds: readonly string[],
): Promise<{ runId: string; hostName: string; launcher: string }[]> {
  if (runIds.length === 0) return [];
  return db
    .select({ runId: runs.id, hostName: hosts.name, launcher: hosts.launcher })
    .from(runs)
    .innerJoin(hosts, eq(hosts.id, runs.hostId))
    .where(inArray(runs.id, [...runIds]))
    .orderBy(hosts.name);
}
