import { and, eq, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { ablations, attempts, hosts, jobs, runs, tokens } from "@/db/schema";
import { LIVE_STATUSES } from "@/lib/domain/run-status";
import type { JobRow } from "./jobs";

/** Holds a name until the transaction ends, so that two commands that start at once make one project. */
export async function lockName(db: Queryable, name: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 7))`);
}

/** The project of wrapped commands of that name. */
export async function findWrappedProject(db: Queryable, name: string): Promise<string | null> {
  const [row] = await db
    .select({ id: ablations.id })
    .from(ablations)
    .where(and(eq(ablations.kind, "wrapped"), eq(ablations.name, name)));
  return row?.id ?? null;
}

/** The job of a run whose command its user started; null where there is no run of this id. */
export async function findWrappedJob(
  db: Queryable,
  runId: string,
): Promise<{ job: JobRow; hostName: string | null } | "another" | null> {
  const [run] = await db.select({ id: runs.id }).from(runs).where(eq(runs.id, runId));
  if (!run) return null;
  const [row] = await db
    .select({ job: jobs, hostName: hosts.name })
    .from(jobs)
    .leftJoin(hosts, eq(hosts.id, jobs.hostId))
    .where(and(eq(jobs.runId, runId), eq(jobs.wrapped, true)));
  return row ?? "another";
}

/** Whether an attempt is this job's and was begun with this token. */
export async function isKnownAttempt(
  db: Queryable,
  attempt: { attemptId: string; jobId: string; tokenHash: string },
): Promise<boolean | null> {
  const [row] = await db
    .select({ jobId: attempts.jobId, hash: tokens.hash })
    .from(attempts)
    .innerJoin(tokens, eq(tokens.id, attempts.tokenId))
    .where(eq(attempts.id, attempt.attemptId));
  return row ? row.jobId === attempt.jobId && row.hash === attempt.tokenHash : null;
}

/**
 * The machine that a command runs on, as a row of its own beside an agent's host of the same name: it takes no jobs, so
 * it is listed nowhere (`removed`).
 */
export async function ensureWrappedHost(db: Queryable, id: string, hostName: string): Promise<string> {
  const name = `${hostName} (stepwell run)`;
  await db
    .insert(hosts)
    .values({ id, name, launcher: "wrapped", capacity: 1, dataDir: "", state: "removed" })
    .onConflictDoNothing();
  const [row] = await db.select({ id: hosts.id }).from(hosts).where(eq(hosts.name, name));
  if (!row) throw new Error(`host ${name} vanished`);
  return row.id;
}

/** Replaces what a run says of its command: a later attempt may be another. */
export async function updateWrappedRun(
  db: Queryable,
  runId: string,
  run: { name: string; config: Record<string, unknown>; hostId: string },
): Promise<void> {
  await db.update(runs).set(run).where(eq(runs.id, runId));
}

/** Renews the lease of a wrapped command that is alive. */
export async function renewWrapped(db: Queryable, jobId: string, until: Date): Promise<void> {
  await db
    .update(jobs)
    .set({ leaseExpiresAt: until })
    .where(and(eq(jobs.id, jobId), sql`${jobs.status} in ${LIVE_STATUSES}`));
}
