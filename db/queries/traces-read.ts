import {
  and,
  asc,
  desc,
  eq,
  gte,
  ilike,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { TraceOrigin, TraceQuery } from "@/lib/contracts";
import { escapeText } from "@/lib/domain/stored-text";
import type { Queryable } from "../client";
import {
  ablations,
  arms,
  continuations,
  prompts,
  runs,
  solvabilityCells,
  traceSteps,
  traces,
} from "../schema";
import type { CurrentSpan } from "./current-attempts";
import { containing } from "./like";
import { promptStart } from "./prompt-start";

/** What a list shows of a trace, as it is stored; bodies are read only when one is opened. */
export const rowColumns = {
  id: traces.id,
  runId: traces.runId,
  origin: traces.origin,
  trainStep: traces.trainStep,
  sampleIndex: traces.sampleIndex,
  groupId: traces.groupId,
  promptId: traces.promptId,
  promptStart,
  promptEscaped: prompts.textEscaped,
  textEscaped: traces.textEscaped,
  family: prompts.family,
  reference: prompts.answer,
  answer: traces.answer,
  invalidReason: traces.invalidReason,
  stepCount: traces.stepCount,
  responseTokens: traces.responseTokens,
  reward: traces.rewardTotal,
  outcome: traces.outcome,
  process: traces.process,
  gate: sql<string | null>`${traces.reward} ->> 'gate'`,
  groupAdvantage: traces.groupAdvantage,
};
export type TraceRowRecord = Awaited<ReturnType<typeof selectTraceRows>>[number];

/** Rows of the attempts that are current, each within its train steps. */
export function inSpans(spans: CurrentSpan[]): SQL | undefined {
  if (spans.length === 0) return sql`false`;
  return or(
    ...spans.map((s) =>
      and(
        eq(traces.attemptId, s.attemptId),
        gte(traces.trainStep, s.from),
        s.to === null ? undefined : lt(traces.trainStep, s.to),
      ),
    ),
  );
}

/** Responses that hold a text as it was written: escaped ones are searched for its escaped form. */
function holds(text: string): SQL | undefined {
  const written = ilike(traces.response, containing(text));
  const escaped = escapeText(text);
  if (escaped === text) return written;
  return or(
    and(eq(traces.textEscaped, false), written),
    and(eq(traces.textEscaped, true), ilike(traces.response, containing(escaped))),
  );
}

const OUTCOME = {
  right: eq(traces.outcome, 1),
  wrong: eq(traces.outcome, 0),
  unknown: isNull(traces.outcome),
};

function matching(runId: string, spans: CurrentSpan[], q: TraceQuery): SQL | undefined {
  return and(
    eq(traces.runId, runId),
    eq(traces.origin, q.origin),
    inSpans(spans),
    q.fromTrainStep === undefined ? undefined : gte(traces.trainStep, q.fromTrainStep),
    q.toTrainStep === undefined ? undefined : lte(traces.trainStep, q.toTrainStep),
    q.promptId ? eq(traces.promptId, q.promptId) : undefined,
    q.groupId ? eq(traces.groupId, q.groupId) : undefined,
    q.outcome ? OUTCOME[q.outcome] : undefined,
    q.format
      ? q.format === "valid"
        ? isNull(traces.invalidReason)
        : isNotNull(traces.invalidReason)
      : undefined,
    q.gate ? eq(sql`${traces.reward} ->> 'gate'`, q.gate) : undefined,
    q.text ? holds(q.text) : undefined,
  );
}

/** The largest fall of c_i from one trace step to the next (negative), null where none can be told. */
const largestDrop = sql`(select min(d) from (
  select successes::float8 / nullif(returned, 0)
       - lag(successes::float8 / nullif(returned, 0)) over (order by "index") as d
  from trace_steps where trace_id = ${traces.id}) steps)`;

const SORT: Record<TraceQuery["sort"], SQL> = {
  trainStep: sql`${traces.trainStep}`,
  reward: sql`${traces.rewardTotal}`,
  process: sql`${traces.process}`,
  advantage: sql`${traces.groupAdvantage}`,
  tokens: sql`${traces.responseTokens}`,
  drop: largestDrop,
};

/** Rows of a run's current attempts that match the query. NaN sorts above every number, unknown always last. */
export function selectTraceRows(db: Queryable, runId: string, spans: CurrentSpan[], q: TraceQuery) {
  const by = q.order === "asc" ? sql`${SORT[q.sort]} asc nulls last` : sql`${SORT[q.sort]} desc nulls last`;
  return db
    .select(rowColumns)
    .from(traces)
    .innerJoin(prompts, eq(prompts.id, traces.promptId))
    .where(matching(runId, spans, q))
    .orderBy(by, asc(traces.trainStep), asc(traces.groupId), asc(traces.sampleIndex))
    .limit(q.limit)
    .offset(q.offset);
}

export async function countTraces(
  db: Queryable,
  runId: string,
  spans: CurrentSpan[],
  q: TraceQuery,
): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(traces)
    .where(matching(runId, spans, q));
  return row?.n ?? 0;
}

/** Every stored response of one group of one attempt, in sampling order. */
export function selectGroup(
  db: Queryable,
  attemptId: string,
  trainStep: number,
  groupId: string,
  origin: TraceOrigin,
) {
  return db
    .select({ ...rowColumns, rewardParts: traces.reward })
    .from(traces)
    .innerJoin(prompts, eq(prompts.id, traces.promptId))
    .where(
      and(
        eq(traces.attemptId, attemptId),
        eq(traces.trainStep, trainStep),
        eq(traces.groupId, groupId),
        eq(traces.origin, origin),
      ),
    )
    .orderBy(asc(traces.sampleIndex));
}

/** Step counts of many traces, in order. */
export function selectStepsOf(db: Queryable, traceIds: string[]) {
  return db
    .select()
    .from(traceSteps)
    .where(inArray(traceSteps.traceId, traceIds))
    .orderBy(asc(traceSteps.traceId), asc(traceSteps.index));
}

/** One trace with bodies, its prompt, its run and the run's arm. */
export async function selectTrace(db: Queryable, id: string) {
  const [found] = await db
    .select({
      trace: traces,
      prompt: prompts,
      row: rowColumns,
      run: runs,
      ablationName: ablations.name,
      arm: arms,
    })
    .from(traces)
    .innerJoin(prompts, eq(prompts.id, traces.promptId))
    .innerJoin(runs, eq(runs.id, traces.runId))
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .leftJoin(arms, eq(arms.id, runs.armId))
    .where(eq(traces.id, id));
  return found;
}

export function selectContinuations(db: Queryable, traceId: string, traceStep: number) {
  return db
    .select()
    .from(continuations)
    .where(and(eq(continuations.traceId, traceId), eq(continuations.traceStep, traceStep)))
    .orderBy(asc(continuations.index));
}

/** Heatmap cells of a run; the caller keeps those of the current attempts. */
export function selectSolvabilityCells(db: Queryable, runId: string, origin: TraceOrigin) {
  return db
    .select()
    .from(solvabilityCells)
    .where(and(eq(solvabilityCells.runId, runId), eq(solvabilityCells.origin, origin)))
    .orderBy(asc(solvabilityCells.trainStep), asc(solvabilityCells.traceStep));
}

/** Origins of a run that have at least one scored trace step. */
export async function selectScoredOrigins(db: Queryable, runId: string): Promise<TraceOrigin[]> {
  const found = await db
    .selectDistinct({ origin: solvabilityCells.origin })
    .from(solvabilityCells)
    .where(and(eq(solvabilityCells.runId, runId), gte(solvabilityCells.requested, 1)))
    .orderBy(desc(solvabilityCells.origin));
  return found.map((f) => f.origin);
}

export async function selectRunConfig(db: Queryable, runId: string) {
  const [run] = await db.select({ config: runs.config }).from(runs).where(eq(runs.id, runId));
  return run;
}
