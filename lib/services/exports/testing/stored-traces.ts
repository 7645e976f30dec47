import { eq, getTableColumns } from "drizzle-orm";
import type { Db } from "@/db/client";
import {
  ablations,
  continuations,
  projects,
  prompts,
  runs,
  scorers,
  solvabilityCells,
  stepAlternatives,
  stepScores,
  tokenScores,
  traceFacts,
  traceScores,
  traceSteps,
  traces,
} from "@/db/schema";

const HANGING = [traceSteps, continuations, tokenScores, stepScores, traceScores, stepAlternatives];

/** What hangs on a trace in each table, scorers by their names: their ids differ between projects. */
async function hangingOf(db: Db, traceId: string, scorerNames: ReadonlyMap<string, string>) {
  const rowsOf = async (table: (typeof HANGING)[number]) => {
    const rows: Record<string, unknown>[] = await db.select().from(table).where(eq(table.traceId, traceId));
    return rows
      .map(({ traceId: _, updatedAt: __, scorerId, ...row }) => ({
        ...row,
        scorer: scorerNames.get(String(scorerId)),
      }))
      .map((row) => JSON.stringify(row))
      .sort();
  };
  return Promise.all(HANGING.map(rowsOf));
}

async function factsOf(db: Db, traceId: string) {
  const [facts] = await db.select().from(traceFacts).where(eq(traceFacts.traceId, traceId));
  const places = { traceId: "", projectId: "", ablationId: "", runId: "", attemptId: "", importId: "" };
  return facts && { ...facts, ...places };
}

async function cellsOf(db: Db, attemptId: string) {
  const cells = await db
    .select()
    .from(solvabilityCells)
    .where(eq(solvabilityCells.attemptId, attemptId))
    .orderBy(solvabilityCells.trainStep, solvabilityCells.traceStep);
  return cells.map((cell) => ({ ...cell, attemptId: "", runId: "" }));
}

/** All that is stored of a project's traces, with the ids that differ between two imports taken out. */
export async function storedTraces(db: Db, project: string) {
  const found = await db
    .select({ trace: getTableColumns(traces), prompt: prompts, run: runs.name, ablation: ablations.name })
    .from(traces)
    .innerJoin(prompts, eq(prompts.id, traces.promptId))
    .innerJoin(runs, eq(runs.id, traces.runId))
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .innerJoin(projects, eq(projects.id, ablations.projectId))
    .where(eq(projects.name, project))
    .orderBy(traces.response);
  const all = await db.select().from(scorers);
  const names = new Map(all.map(({ id, kind, name, version }) => [id, `${kind} ${name} ${version}`]));
  return Promise.all(
    found.map(async ({ trace, ...rest }) => {
      const { id, runId: _, attemptId, importId: __, createdAt: ___, seq: ____, ...same } = trace;
      const hanging = await hangingOf(db, id, names);
      return { ...rest, same, hanging, facts: await factsOf(db, id), cells: await cellsOf(db, attemptId) };
    }),
  );
}
