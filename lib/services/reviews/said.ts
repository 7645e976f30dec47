import type { Queryable } from "@/db/client";
import {
  selectScorersOf,
  selectSolvability,
  selectStepScores,
  selectTraceScores,
} from "@/db/queries/reviews-labels";
import type { ScorerView, SolvabilityCounts, StepLabel, StepScore, TraceScore } from "@/lib/contracts";
import type { Judged } from "@/lib/domain/compare-judgements";
import { type FirstError, firstErrorOf } from "@/lib/domain/judgement";

/** All that one scorer says of one trace. */
export interface Said {
  steps: StepScore[];
  trace: TraceScore | null;
}

/** What every scorer says of some traces: by trace, then by scorer. */
export type Sayings = ReadonlyMap<string, ReadonlyMap<string, Said>>;

export const NOTHING_SAID: Said = { steps: [], trace: null };

/** Reads what all scorers say of some traces. */
export async function readSayings(db: Queryable, traceIds: readonly string[]): Promise<Sayings> {
  const found = new Map<string, Map<string, Said>>();
  const at = (traceId: string, scorerId: string): Said => {
    const byScorer = found.get(traceId) ?? new Map<string, Said>();
    found.set(traceId, byScorer);
    const said = byScorer.get(scorerId) ?? { steps: [], trace: null };
    byScorer.set(scorerId, said);
    return said;
  };
  for (const { traceId, scorerId, updatedAt: _, ...score } of await selectStepScores(db, traceIds))
    at(traceId, scorerId).steps.push(score);
  for (const { traceId, scorerId, firstError, value, note } of await selectTraceScores(db, traceIds))
    at(traceId, scorerId).trace = { firstError, value, note };
  return found;
}

export function labelsOf({ steps }: Said): Map<number, StepLabel> {
  return new Map(
    steps.flatMap(({ traceStep, label }) => (label === null ? [] : [[traceStep, label] as const])),
  );
}

/** The first error that a scorer states of a trace or that follows from its labels. */
export function firstErrorSaid(said: Said, stepCount: number): FirstError {
  return firstErrorOf(said.trace?.firstError ?? null, labelsOf(said), stepCount);
}

/** Scorers that speak about a trace with what each says, without some of them. */
export async function scorerViewsOf(
  db: Queryable,
  said: ReadonlyMap<string, Said>,
  without: ReadonlySet<string>,
): Promise<ScorerView[]> {
  const scorers = await selectScorersOf(
    db,
    [...said.keys()].filter((id) => !without.has(id)),
  );
  return scorers.map(({ id, kind, name, version }) => ({
    ...{ id, kind, name, version },
    ...(said.get(id) ?? NOTHING_SAID),
  }));
}

/** Counts of continuations of the trace steps of some traces, by trace. */
export async function readCounts(
  db: Queryable,
  traceIds: readonly string[],
): Promise<Map<string, SolvabilityCounts[]>> {
  const found = new Map<string, SolvabilityCounts[]>(traceIds.map((id) => [id, []]));
  for (const { traceId, index: _, ...counts } of await selectSolvability(db, traceIds))
    found.get(traceId)?.push(counts);
  return found;
}

/** What is said of a trace by one scorer. */
export function saidOf(sayings: Sayings, traceId: string, scorerId: string): Said {
  return sayings.get(traceId)?.get(scorerId) ?? NOTHING_SAID;
}

/** A judgement as far as raters are compared by it. */
export function judgedOf(said: Said): Judged {
  return { labels: labelsOf(said), firstError: said.trace?.firstError ?? null };
}
