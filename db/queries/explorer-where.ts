import { and, eq, gte, inArray, isNotNull, isNull, lte, ne, not, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { TraceSelection } from "@/lib/contracts";
import { type SearchTerm, searchTerms } from "@/lib/traces/words";
import { arms, traceFacts as facts, reviewItems } from "../schema";
import type { Superseded } from "./explorer-scope";

/** A selection with what its project's rows must be held against. */
export interface ExplorerScope {
  projectId: string;
  superseded: readonly Superseded[];
  selection: TraceSelection;
}

/** An import that knows no train step stores 0, which nothing that was trained has. */
export const unknownTrainStep = sql`(${facts.trainStep} = 0 and ${facts.importId} is not null)`;

/** An array as one parameter, however long. */
const texts = (values: readonly string[]) => sql`${sql.param(values)}::text[]`;

/** Stored as real: a bound must be rounded alike, or 0.7 would not reach 0.7; one too small for it is 0, not an error. */
const real = (value: number) => sql`${Math.fround(value)}::real`;

function isCurrent(superseded: readonly Superseded[]): SQL | undefined {
  if (superseded.length === 0) return undefined;
  const ids = texts(superseded.map((s) => s.attemptId));
  const since = sql`${sql.param(superseded.map((s) => s.since))}::int[]`;
  return sql`not exists (select 1 from unnest(${ids}, ${since}) as s(attempt_id, since)
    where s.attempt_id = ${facts.attemptId} and ${facts.trainStep} >= s.since)`;
}

const OUTCOME = { right: eq(facts.outcome, 1), wrong: eq(facts.outcome, 0), unknown: isNull(facts.outcome) };

/** By c_i: `sound` is kept without a large drop, `broken` anything else that is scored. */
const soundByC = sql`(${facts.fate} = 'kept' and ${facts.firstDropStep} is null)`;
export const PROCESS_BY_C = {
  sound: soundByC,
  broken: sql`(${facts.fate} is not null and not ${soundByC})`,
  unknown: isNull(facts.fate),
};

const PROCESS_BY_PEOPLE = {
  sound: eq(facts.humanProcess, "sound"),
  broken: eq(facts.humanProcess, "broken"),
  unknown: isNull(facts.humanProcess),
};

function between(
  column: AnyPgColumn,
  least: number | undefined,
  most: number | undefined,
): (SQL | undefined)[] {
  return [
    least === undefined ? undefined : gte(column, least),
    most === undefined ? undefined : lte(column, most),
  ];
}

function ofTrainSteps({ fromTrainStep, toTrainStep }: TraceSelection): (SQL | undefined)[] {
  if (fromTrainStep === undefined && toTrainStep === undefined) return [];
  return [...between(facts.trainStep, fromTrainStep, toTrainStep), not(unknownTrainStep)];
}

function ofPlace(selection: TraceSelection): (SQL | undefined)[] {
  const { ablation, runs, arms: armKeys, prompt, group, reviewSet, traces } = selection;
  return [
    ablation && eq(facts.ablationId, ablation),
    runs && inArray(facts.runId, runs),
    armKeys && sql`${facts.armId} in (select ${arms.id} from ${arms} where ${inArray(arms.key, armKeys)})`,
    selection.import && eq(facts.importId, selection.import),
    selection.origin && eq(facts.origin, selection.origin),
    prompt && eq(facts.promptId, prompt),
    group !== undefined && sql`${facts.traceId} in (select t.id from traces t where t.group_id = ${group})`,
    reviewSet &&
      sql`${facts.traceId} in (select ${reviewItems.traceId} from ${reviewItems} where ${eq(reviewItems.setId, reviewSet)})`,
    traces && sql`${facts.traceId} = any(${texts(traces)})`,
    ...ofTrainSteps(selection),
  ].map((condition) => condition || undefined);
}

function ofReading(selection: TraceSelection): (SQL | undefined)[] {
  const { outcome, format, finish, minReward, maxReward } = selection;
  const bounded = minReward !== undefined || maxReward !== undefined;
  return [
    outcome && OUTCOME[outcome],
    format && eq(facts.valid, format === "valid"),
    finish && (finish === "unknown" ? isNull(facts.finishReason) : eq(facts.finishReason, finish)),
    ...between(facts.stepCount, selection.minSteps, selection.maxSteps),
    ...between(facts.responseTokens, selection.minTokens, selection.maxTokens),
    ...between(facts.reward, minReward, maxReward),
    // To Postgres NaN is larger than every number; to a reader it is none.
    bounded ? ne(facts.reward, Number.NaN) : undefined,
  ];
}

function ofSolvability(selection: TraceSelection): (SQL | undefined)[] {
  const { scored, scoreSource, fate, firstDropStep, lostStep, process } = selection;
  const { minMeanC, maxMeanC, minDrop } = selection;
  return [
    scored && (scored === "yes" ? isNotNull(facts.scoreSource) : isNull(facts.scoreSource)),
    scoreSource && eq(facts.scoreSource, scoreSource),
    fate && eq(facts.fate, fate),
    firstDropStep === undefined ? undefined : eq(facts.firstDropStep, firstDropStep),
    lostStep === undefined ? undefined : eq(facts.lostStep, lostStep),
    process && PROCESS_BY_C[process],
    minMeanC === undefined ? undefined : sql`${facts.meanC} >= ${real(minMeanC)}`,
    maxMeanC === undefined ? undefined : sql`${facts.meanC} <= ${real(maxMeanC)}`,
    minDrop === undefined ? undefined : sql`${facts.largestDrop} >= ${real(minDrop)}`,
  ];
}

function ofScorers(selection: TraceSelection): (SQL | undefined)[] {
  const { labelled, scorer, humanProcess, minDisagreement } = selection;
  return [
    labelled && (labelled === "yes" ? gte(facts.raters, 1) : eq(facts.raters, 0)),
    humanProcess && PROCESS_BY_PEOPLE[humanProcess],
    minDisagreement === undefined ? undefined : sql`${facts.disagreement} >= ${real(minDisagreement)}`,
    scorer
      ? sql`${facts.traceId} in (select trace_id from step_scores where scorer_id = ${scorer}
          union select trace_id from trace_scores where scorer_id = ${scorer})`
      : undefined,
  ];
}

/** Words hold letters, digits and marks only, so a quote never ends them early. */
const lexeme = ({ word, prefix }: SearchTerm) => `'${word}'${prefix ? ":*" : ""}`;

/** Each word must stand somewhere: one in the prompt and another in a continuation will do. */
function holding(search: string | undefined): SQL | undefined {
  if (search === undefined) return undefined;
  const terms = searchTerms(search);
  return terms.length === 0 ? sql`false` : sql`${facts.words} @@ ${terms.map(lexeme).join(" & ")}::tsquery`;
}

/** Rows of trace_facts that a selection is about: of its project, current, and all that it asks for. */
export function selected({ projectId, superseded, selection }: ExplorerScope): SQL | undefined {
  return and(
    eq(facts.projectId, projectId),
    isCurrent(superseded),
    ...ofPlace(selection),
    ...ofReading(selection),
    ...ofSolvability(selection),
    ...ofScorers(selection),
    holding(selection.text),
  );
}
