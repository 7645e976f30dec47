import { and, asc, count, desc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import {
  ablations,
  attempts,
  importProblems,
  imports,
  jobs,
  projects,
  runs,
  tokens,
  traces,
} from "@/db/schema";
import type { HealthReport, ImportProblem, ImportProgress, ImportStatus } from "@/lib/contracts";

export type ImportRow = typeof imports.$inferSelect;
export type NewImport = Pick<
  typeof imports.$inferInsert,
  "id" | "projectId" | "ablationId" | "format" | "source" | "sourceSha256" | "status" | "options" | "progress"
>;

/** Any number of its own kind of lock. */
const IMPORT_LOCKS = 11;

/** The ablation of that name in a project, whatever its kind; the newest where several have it. */
export async function findAblationNamed(
  db: Queryable,
  projectId: string,
  name: string,
): Promise<string | null> {
  const [row] = await db
    .select({ id: ablations.id })
    .from(ablations)
    .where(and(eq(ablations.projectId, projectId), eq(ablations.name, name)))
    .orderBy(desc(ablations.createdAt))
    .limit(1);
  return row?.id ?? null;
}

export async function findProjectName(db: Queryable, projectId: string): Promise<string | null> {
  const [row] = await db.select({ name: projects.name }).from(projects).where(eq(projects.id, projectId));
  return row?.name ?? null;
}

/** Names of all projects, for a form. */
export async function listProjectNames(db: Queryable): Promise<string[]> {
  const rows = await db.select({ name: projects.name }).from(projects).orderBy(asc(projects.name));
  return rows.map(({ name }) => name);
}

/** Makes an import. False where the same source was imported to this place before: see `findSameImport`. */
export async function insertImport(db: Queryable, row: NewImport): Promise<boolean> {
  const made = await db.insert(imports).values(row).onConflictDoNothing().returning({ id: imports.id });
  return made.length > 0;
}

export async function findSameImport(
  db: Queryable,
  { ablationId, format, sourceSha256 }: Pick<NewImport, "ablationId" | "format" | "sourceSha256">,
): Promise<ImportRow | null> {
  const [row] = await db
    .select()
    .from(imports)
    .where(
      and(
        eq(imports.ablationId, ablationId),
        eq(imports.format, format),
        eq(imports.sourceSha256, sourceSha256),
      ),
    );
  return row ?? null;
}

export async function findImport(db: Queryable, id: string): Promise<ImportRow | null> {
  const [row] = await db.select().from(imports).where(eq(imports.id, id));
  return row ?? null;
}

export async function deleteImport(db: Queryable, id: string): Promise<void> {
  await db.delete(imports).where(eq(imports.id, id));
}

interface ImportChange {
  status?: ImportStatus;
  options?: ImportRow["options"];
  sourceSha256?: string;
  source?: string;
  progress?: ImportProgress;
  report?: HealthReport | null;
  error?: string;
  endedAt?: Date | null;
}

export async function updateImport(db: Queryable, id: string, change: ImportChange): Promise<void> {
  await db.update(imports).set(change).where(eq(imports.id, id));
}

/** Notes how far an import is. False where it was cancelled: it should end. */
export async function noteProgress(db: Queryable, id: string, progress: ImportProgress): Promise<boolean> {
  const rows = await db
    .update(imports)
    .set({ progress })
    .where(and(eq(imports.id, id), eq(imports.status, "running")))
    .returning({ id: imports.id });
  return rows.length > 0;
}

/** Takes an import for as long as the transaction lives: it dies with its process. False: another one has it. */
export async function takeImport(tx: Queryable, id: string): Promise<boolean> {
  const [row] = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(${IMPORT_LOCKS}, hashtext(${id})) as taken`,
  );
  return row?.taken ?? false;
}

const isAtWork = sql<boolean>`exists (select from pg_locks l join pg_database d on d.oid = l.database
  where l.locktype = 'advisory' and d.datname = current_database() and l.classid = ${IMPORT_LOCKS}
  and l.objid::bigint = (hashtext(${imports.id})::bigint & 4294967295) and l.objsubid = 2 and l.granted)`;

export interface ImportWithPlace {
  row: ImportRow;
  projectName: string;
  ablationName: string;
  atWork: boolean;
}

function selectWithPlace(db: Queryable) {
  return db
    .select({ row: imports, projectName: projects.name, ablationName: ablations.name, atWork: isAtWork })
    .from(imports)
    .innerJoin(projects, eq(projects.id, imports.projectId))
    .innerJoin(ablations, eq(ablations.id, imports.ablationId));
}

export async function findImportWithPlace(db: Queryable, id: string): Promise<ImportWithPlace | null> {
  const [found] = await selectWithPlace(db).where(eq(imports.id, id));
  return found ?? null;
}

/** The newest imports first. */
export function listImportRows(db: Queryable, limit: number, offset: number): Promise<ImportWithPlace[]> {
  return selectWithPlace(db).orderBy(desc(imports.createdAt), desc(imports.id)).limit(limit).offset(offset);
}

export async function countImports(db: Queryable): Promise<number> {
  const [row] = await db.select({ n: count() }).from(imports);
  return row?.n ?? 0;
}

/** Imports that nobody works on and that did not end. */
export async function listUnfinishedImports(db: Queryable): Promise<string[]> {
  const rows = await db
    .select({ id: imports.id })
    .from(imports)
    .where(and(inArray(imports.status, ["receiving", "running"]), sql`not ${isAtWork}`));
  return rows.map(({ id }) => id);
}

export async function clearProblems(db: Queryable, importId: string): Promise<void> {
  await db.delete(importProblems).where(eq(importProblems.importId, importId));
}

export async function insertProblems(
  db: Queryable,
  importId: string,
  problems: readonly ImportProblem[],
): Promise<void> {
  if (problems.length === 0) return;
  await db.insert(importProblems).values(problems.map((problem) => ({ ...problem, importId })));
}

/** Problems in the order they were met, behind one of them. */
export async function listProblems(
  db: Queryable,
  importId: string,
  { after, limit }: { after: number; limit: number },
): Promise<(ImportProblem & { id: number })[]> {
  return db
    .select({
      id: importProblems.id,
      kind: importProblems.kind,
      file: importProblems.file,
      line: importProblems.line,
      reason: importProblems.reason,
      excerpt: importProblems.excerpt,
    })
    .from(importProblems)
    .where(and(eq(importProblems.importId, importId), gt(importProblems.id, after)))
    .orderBy(asc(importProblems.id))
    .limit(limit);
}

/** Makes the run of an import, or one that is there already, with its succeeded job and attempt. */
export async function ensureImportRun(
  tx: Queryable,
  made: {
    run: typeof runs.$inferInsert;
    job: typeof jobs.$inferInsert;
    token: typeof tokens.$inferInsert;
    attempt: typeof attempts.$inferInsert;
  },
): Promise<void> {
  await tx.insert(runs).values(made.run).onConflictDoNothing();
  await tx.insert(jobs).values(made.job).onConflictDoNothing();
  await tx.insert(tokens).values(made.token).onConflictDoNothing();
  await tx.insert(attempts).values(made.attempt).onConflictDoNothing();
}

/** Notes the last train step of an imported run. */
export async function raiseLastTrainStep(tx: Queryable, runId: string, trainStep: number): Promise<void> {
  await tx
    .update(runs)
    .set({ lastTrainStep: sql`greatest(${runs.lastTrainStep}, ${trainStep})`, updatedAt: sql`now()` })
    .where(eq(runs.id, runId));
}

/** Which of these traces are stored, and the import each came with. */
export async function findStoredTraces(
  db: Queryable,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: traces.id, importId: traces.importId })
    .from(traces)
    .where(inArray(traces.id, [...ids]));
  return new Map(rows.map(({ id, importId }) => [id, importId]));
}
