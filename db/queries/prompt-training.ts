import { and, asc, eq, inArray, or } from "drizzle-orm";
import type { TraceOrigin } from "@/lib/contracts";
import type { Queryable } from "../client";
import { prompts, runs, traces } from "../schema";
import type { CurrentSpan } from "./current-attempts";
import { promptStart } from "./prompt-start";
import { inSpans, rowColumns } from "./traces-read";

/** The named run, or every run of the arm, in the order of their seeds. */
export function selectRunsOf(db: Queryable, of: { runId: string } | { armId: string }) {
  return db
    .select({ id: runs.id, name: runs.name, seed: runs.seed, armId: runs.armId })
    .from(runs)
    .where("runId" in of ? eq(runs.id, of.runId) : eq(runs.armId, of.armId))
    .orderBy(asc(runs.seed), asc(runs.id));
}

/** What names a prompt: its key and how its last message begins, as stored. */
export async function selectPromptName(db: Queryable, promptId: string) {
  const [found] = await db
    .select({
      key: prompts.key,
      start: promptStart,
      textEscaped: prompts.textEscaped,
    })
    .from(prompts)
    .where(eq(prompts.id, promptId));
  return found;
}

/** Responses to one prompt in these runs' current attempts, by train step; the first `most` of them. */
export function selectPromptRows(
  db: Queryable,
  of: { promptId: string; origin: TraceOrigin; most: number },
  current: readonly { runId: string; spans: CurrentSpan[] }[],
) {
  const ofRuns = current.map(({ runId, spans }) => and(eq(traces.runId, runId), inSpans(spans)));
  return db
    .select(rowColumns)
    .from(traces)
    .innerJoin(prompts, eq(prompts.id, traces.promptId))
    .where(
      and(
        eq(traces.promptId, of.promptId),
        eq(traces.origin, of.origin),
        inArray(
          traces.runId,
          current.map((run) => run.runId),
        ),
        or(...ofRuns),
      ),
    )
    .orderBy(asc(traces.trainStep), asc(traces.runId), asc(traces.sampleIndex))
    .limit(of.most);
}
