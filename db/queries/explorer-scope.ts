import { and, asc, desc, eq, exists, inArray, min, ne, sql } from "drizzle-orm";
import { groupBy } from "@/lib/domain/group-by";
import { RUN_KINDS } from "@/lib/domain/run-kinds";
import type { Queryable } from "../client";
import { ablations, attempts, imports, jobs, projects, reviewSets, runs, traceFacts } from "../schema";
import { spansFromFirsts } from "./current-attempts";

/** From `since` on, later attempts speak for the train steps that this one stored. */
export interface Superseded {
  attemptId: string;
  since: number;
}

/** Attempts of runs that were tried more than once, in order, with the first train step that each stored. */
async function selectRepeatedAttempts(db: Queryable, projectId: string) {
  const repeated = db
    .select({ runId: attempts.runId })
    .from(attempts)
    .innerJoin(jobs, eq(jobs.id, attempts.jobId))
    .innerJoin(runs, eq(runs.id, attempts.runId))
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    // What was imported stands beside what was imported before: nothing is re-run.
    .where(and(eq(ablations.projectId, projectId), ne(runs.stage, "import"), inArray(jobs.kind, RUN_KINDS)))
    .groupBy(attempts.runId)
    .having(sql`count(*) > 1`);
  return db
    .select({ attemptId: attempts.id, runId: attempts.runId, first: min(traceFacts.trainStep) })
    .from(attempts)
    .innerJoin(jobs, eq(jobs.id, attempts.jobId))
    .leftJoin(traceFacts, eq(traceFacts.attemptId, attempts.id))
    .where(and(inArray(attempts.runId, repeated), inArray(jobs.kind, RUN_KINDS)))
    .groupBy(attempts.id)
    .orderBy(asc(attempts.number));
}

/** What of a project's attempts is not current any more: train steps that a later attempt has run again. */
export async function selectSuperseded(db: Queryable, projectId: string): Promise<Superseded[]> {
  const byRun = groupBy(await selectRepeatedAttempts(db, projectId), ({ runId }) => runId);
  return [...byRun.values()].flatMap((tried) => {
    const current = new Map(spansFromFirsts(tried).map((span) => [span.attemptId, span]));
    return tried.flatMap(({ attemptId, first }) => {
      if (first === null) return [];
      const span = current.get(attemptId);
      if (!span) return [{ attemptId, since: 0 }];
      return span.to === null ? [] : [{ attemptId, since: span.to }];
    });
  });
}

/**
 * All projects, newest first, with how many traces are stored in each (superseded ones too): counted in an index, which is
 * a fifth of the rows.
 */
export function listProjects(db: Queryable) {
  return db.transaction(
    async (tx) => {
      await tx.execute(
        sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`,
      );
      return tx
        .select({
          id: projects.id,
          name: projects.name,
          count: sql<number>`(select count(*)::int from ${traceFacts} where ${eq(traceFacts.projectId, projects.id)})`,
        })
        .from(projects)
        .orderBy(desc(projects.createdAt), asc(projects.id));
    },
    { accessMode: "read only" },
  );
}

/** The newest project that holds traces, else the newest. */
export async function selectNewestProject(db: Queryable): Promise<string | null> {
  const held = db.select({ one: sql`1` }).from(traceFacts).where(eq(traceFacts.projectId, projects.id));
  const [found] = await db
    .select({ id: projects.id })
    .from(projects)
    .orderBy(desc(exists(held)), desc(projects.createdAt), asc(projects.id))
    .limit(1);
  return found?.id ?? null;
}

/** The project that something belongs to; null if there is no such thing. */
export const PROJECT_OF = {
  project: async (db: Queryable, id: string) =>
    first(db.select({ id: projects.id }).from(projects).where(eq(projects.id, id))),
  ablation: async (db: Queryable, id: string) =>
    first(db.select({ id: ablations.projectId }).from(ablations).where(eq(ablations.id, id))),
  run: async (db: Queryable, id: string) =>
    first(
      db
        .select({ id: ablations.projectId })
        .from(runs)
        .innerJoin(ablations, eq(ablations.id, runs.ablationId))
        .where(eq(runs.id, id)),
    ),
  import: async (db: Queryable, id: string) =>
    first(db.select({ id: imports.projectId }).from(imports).where(eq(imports.id, id))),
  reviewSet: async (db: Queryable, id: string) =>
    first(db.select({ id: reviewSets.projectId }).from(reviewSets).where(eq(reviewSets.id, id))),
  trace: async (db: Queryable, id: string) =>
    first(db.select({ id: traceFacts.projectId }).from(traceFacts).where(eq(traceFacts.traceId, id))),
};

async function first(found: PromiseLike<{ id: string }[]>): Promise<string | null> {
  return (await found)[0]?.id ?? null;
}
