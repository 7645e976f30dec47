import { and, eq, inArray, sql } from "drizzle-orm";
import { RUN_KINDS } from "@/lib/domain/run-kinds";
import type { Queryable } from "../client";
import { attempts, jobs, traces } from "../schema";

/** Train steps [from, to) of which an attempt's records are the current ones. */
export interface CurrentSpan {
  attemptId: string;
  from: number;
  to: number | null;
}

/**
 * Which attempt speaks for which train steps: a resumed attempt re-runs from its checkpoint, and from its first
 * train step on it supersedes what earlier attempts stored. A run with one attempt costs one indexed read.
 */
export async function currentSpans(db: Queryable, runId: string): Promise<CurrentSpan[]> {
  const all = await db
    .select({ id: attempts.id, number: attempts.number })
    .from(attempts)
    .innerJoin(jobs, eq(jobs.id, attempts.jobId))
    // Evaluations of this run's checkpoint are attempts of jobs of their own: they re-run nothing.
    .where(and(eq(attempts.runId, runId), inArray(jobs.kind, RUN_KINDS)))
    .orderBy(attempts.number);
  const only = all[0];
  if (all.length === 1 && only) return [{ attemptId: only.id, from: 0, to: null }];
  const firsts = await db
    .select({ attemptId: traces.attemptId, first: sql<number>`min(${traces.trainStep})::int` })
    .from(traces)
    .where(eq(traces.runId, runId))
    .groupBy(traces.attemptId);
  const firstOf = new Map(firsts.map((f) => [f.attemptId, f.first]));
  return spansFromFirsts(all.flatMap((a) => ({ attemptId: a.id, first: firstOf.get(a.id) ?? null })));
}

/** Attempts in order, each with its first train step (null: nothing stored): the later one wins from there on. */
export function spansFromFirsts(inOrder: { attemptId: string; first: number | null }[]): CurrentSpan[] {
  const spans: CurrentSpan[] = [];
  let end: number | null = null;
  for (const { attemptId, first } of [...inOrder].reverse()) {
    if (first === null || (end !== null && first >= end)) continue;
    spans.unshift({ attemptId, from: first, to: end });
    end = first;
  }
  return spans;
}
