import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { ablations, arms, jobDependencies, jobs, projects, runs } from "@/db/schema";
import { type AblationSpec, ablationSpec } from "@/lib/contracts";

export type NewAblation = typeof ablations.$inferInsert;
export type NewArm = typeof arms.$inferInsert;
export type NewRun = typeof runs.$inferInsert;
export type NewJob = typeof jobs.$inferInsert;
export type NewDependency = typeof jobDependencies.$inferInsert;

/** Rows of one statement, below the driver's 65,534 parameters for any of these tables. */
const ROWS_AT_ONCE = 1_000;

function* portions<T>(rows: T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) yield rows.slice(i, i + ROWS_AT_ONCE);
}

/** The project of that name, made if there is none. */
export async function ensureProject(db: Queryable, id: string, name: string): Promise<string> {
  await db.insert(projects).values({ id, name }).onConflictDoNothing({ target: projects.name });
  const [row] = await db.select({ id: projects.id }).from(projects).where(eq(projects.name, name));
  if (!row) throw new Error(`project ${name} vanished`);
  return row.id;
}

/** Stores an ablation. False, and nothing is stored, where one of this id is there already. */
export async function insertAblation(db: Queryable, ablation: NewAblation): Promise<boolean> {
  const made = await db
    .insert(ablations)
    .values(ablation)
    .onConflictDoNothing({ target: ablations.id })
    .returning({ id: ablations.id });
  return made.length > 0;
}

/** Stores what is to be done for an ablation. The caller holds the transaction. */
export async function insertWork(
  db: Queryable,
  work: { arms?: NewArm[]; runs: NewRun[]; jobs: NewJob[]; dependencies: NewDependency[] },
): Promise<void> {
  for (const rows of portions(work.arms ?? [])) await db.insert(arms).values(rows);
  for (const rows of portions(work.runs)) await db.insert(runs).values(rows);
  for (const rows of portions(work.jobs)) await db.insert(jobs).values(rows);
  for (const rows of portions(work.dependencies)) await db.insert(jobDependencies).values(rows);
}

/** Replaces the stored spec. Take the ablation's lock first (lockAblation). */
export async function updateAblationSpec(
  db: Queryable,
  ablationId: string,
  spec: AblationSpec,
): Promise<void> {
  await db.update(ablations).set({ spec }).where(eq(ablations.id, ablationId));
}

/** The launch as it was submitted, with the seeds that were added since, or null. */
export async function findAblationSpec(
  db: Queryable,
  ablationId: string,
): Promise<{ id: string; name: string; spec: AblationSpec; codeVersion: string } | null> {
  const [row] = await db
    .select({
      id: ablations.id,
      name: ablations.name,
      spec: ablations.spec,
      codeVersion: ablations.codeVersion,
    })
    .from(ablations)
    .where(eq(ablations.id, ablationId));
  // A launch of an older version says nothing of what came later: the contract's defaults do.
  return row ? { ...row, spec: ablationSpec.parse(row.spec) } : null;
}

/**
 * Serialises everything that changes the statuses of one ablation's jobs: dependents are touched in the same
 * transaction, in whatever order, so one lock replaces an order of locks.
 */
export async function lockAblation(db: Queryable, ablationId: string): Promise<boolean> {
  const rows = await db
    .select({ id: ablations.id })
    .from(ablations)
    .where(eq(ablations.id, ablationId))
    .for("no key update");
  return rows.length > 0;
}

/** The arm of a job, as the launch named it. */
export async function findArm(db: Queryable, armId: string): Promise<typeof arms.$inferSelect | null> {
  const [row] = await db.select().from(arms).where(eq(arms.id, armId));
  return row ?? null;
}
