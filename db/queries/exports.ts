import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import {
  ablations,
  arms,
  continuations,
  projects,
  prompts,
  runs,
  scorers,
  stepAlternatives,
  stepScores,
  tokenScores,
  traceFacts,
  traceScores,
  traceSteps,
  traces,
} from "../schema";
import { type ExplorerScope, selected } from "./explorer-where";

/** Where a window of traces begins: behind this one. Traces of one prompt follow each other. */
export interface ExportPlace {
  promptId: string;
  traceId: string;
}

/** How many traces a selection holds. */
export async function countExportTraces(db: Queryable, scope: ExplorerScope): Promise<number> {
  const [row] = await db.select({ n: sql<number>`count(*)::int` }).from(traceFacts).where(selected(scope));
  return row?.n ?? 0;
}

/** The next traces of a selection, in an order that depends on nothing but the traces. */
export async function selectExportWindow(
  db: Queryable,
  scope: ExplorerScope,
  { after, limit }: { after: ExportPlace | null; limit: number },
): Promise<ExportPlace[]> {
  const behind =
    after === null
      ? undefined
      : sql`(${traceFacts.promptId}, ${traceFacts.traceId}) > (${after.promptId}, ${after.traceId})`;
  return db
    .select({ promptId: traceFacts.promptId, traceId: traceFacts.traceId })
    .from(traceFacts)
    .where(and(selected(scope), behind))
    .orderBy(asc(traceFacts.promptId), asc(traceFacts.traceId))
    .limit(limit);
}

/** Traces with bodies; their prompts come by themselves, since many share one. */
export function selectExportTraces(db: Queryable, ids: readonly string[]) {
  return db
    .select({
      trace: traces,
      ablation: ablations.name,
      run: { id: runs.id, name: runs.name, arm: arms.key, seed: runs.seed },
    })
    .from(traces)
    .innerJoin(runs, eq(runs.id, traces.runId))
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .leftJoin(arms, eq(arms.id, runs.armId))
    .where(inArray(traces.id, [...ids]));
}
export type ExportTraceRow = Awaited<ReturnType<typeof selectExportTraces>>[number];

export function selectExportPrompts(db: Queryable, ids: readonly string[]) {
  return db
    .select()
    .from(prompts)
    .where(inArray(prompts.id, [...ids]));
}
export type ExportPromptRow = Awaited<ReturnType<typeof selectExportPrompts>>[number];

export function selectExportSteps(db: Queryable, ids: readonly string[]) {
  return db
    .select()
    .from(traceSteps)
    .where(inArray(traceSteps.traceId, [...ids]))
    .orderBy(asc(traceSteps.traceId), asc(traceSteps.index));
}
export type ExportStepRow = Awaited<ReturnType<typeof selectExportSteps>>[number];

export function selectExportContinuations(db: Queryable, ids: readonly string[]) {
  return db
    .select()
    .from(continuations)
    .where(inArray(continuations.traceId, [...ids]))
    .orderBy(asc(continuations.traceId), asc(continuations.traceStep), asc(continuations.index));
}
export type ExportContinuationRow = Awaited<ReturnType<typeof selectExportContinuations>>[number];

const scorerColumns = { kind: scorers.kind, name: scorers.name, version: scorers.version };

/** What scorers say of trace steps, each scorer in the order of its name. */
export function selectExportStepScores(db: Queryable, ids: readonly string[]) {
  return db
    .select({ score: stepScores, scorer: scorerColumns })
    .from(stepScores)
    .innerJoin(scorers, eq(scorers.id, stepScores.scorerId))
    .where(inArray(stepScores.traceId, [...ids]))
    .orderBy(asc(scorers.kind), asc(scorers.name), asc(scorers.version));
}
export type ExportStepScoreRow = Awaited<ReturnType<typeof selectExportStepScores>>[number];

export function selectExportTraceScores(db: Queryable, ids: readonly string[]) {
  return db
    .select({ score: traceScores, scorer: scorerColumns })
    .from(traceScores)
    .innerJoin(scorers, eq(scorers.id, traceScores.scorerId))
    .where(inArray(traceScores.traceId, [...ids]))
    .orderBy(asc(scorers.kind), asc(scorers.name), asc(scorers.version));
}
export type ExportTraceScoreRow = Awaited<ReturnType<typeof selectExportTraceScores>>[number];

export function selectExportAlternatives(db: Queryable, ids: readonly string[]) {
  return db
    .select({ alternative: stepAlternatives, scorer: scorerColumns })
    .from(stepAlternatives)
    .leftJoin(scorers, eq(scorers.id, stepAlternatives.scorerId))
    .where(inArray(stepAlternatives.traceId, [...ids]))
    .orderBy(asc(stepAlternatives.traceId), asc(stepAlternatives.traceStep), asc(stepAlternatives.index));
}
export type ExportAlternativeRow = Awaited<ReturnType<typeof selectExportAlternatives>>[number];

export function selectExportTokenScores(db: Queryable, ids: readonly string[]) {
  return db
    .select()
    .from(tokenScores)
    .where(inArray(tokenScores.traceId, [...ids]));
}
export type ExportTokenScoresRow = Awaited<ReturnType<typeof selectExportTokenScores>>[number];

export async function findScorer(db: Queryable, projectId: string, id: string) {
  const [found] = await db
    .select(scorerColumns)
    .from(scorers)
    .where(and(eq(scorers.id, id), eq(scorers.projectId, projectId)));
  return found;
}

/** Names of all runs of a project: two runs of one name have to be told apart. */
export function selectRunNames(db: Queryable, projectId: string) {
  return db
    .select({ id: runs.id, name: runs.name, ablation: ablations.name })
    .from(runs)
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .where(eq(ablations.projectId, projectId));
}

export async function findProjectName(db: Queryable, id: string): Promise<string | undefined> {
  const [found] = await db.select({ name: projects.name }).from(projects).where(eq(projects.id, id));
  return found?.name;
}
