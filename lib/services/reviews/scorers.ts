import type { Queryable } from "@/db/client";
import { selectScorersOf } from "@/db/queries/reviews-labels";
import {
  ADJUDICATED,
  type ScorerAgainstLabels,
  type ScorersQuery,
  type ScorersView,
  type SolvabilityCounts,
  type StepScore,
} from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { againstLabels, type Comparison } from "@/lib/reviews/against-labels";
import { REVIEW_METHOD, REVIEW_SEED } from "@/lib/reviews/estimate";
import { type Truth, truthOfAdjudication, truthOfMajority, truthOfOne } from "@/lib/reviews/truth";
import { Breather } from "../what-if/breathe";
import { type DoneSet, type DoneTrace, readDone } from "./done-by";
import { adjudicatorOf, requireRater } from "./raters";
import { firstErrorSaid, judgedOf, labelsOf, readCounts, type Said, saidOf } from "./said";
import { requireSet } from "./sets";

const LABEL_VALUES = { good: 1, neutral: 0.5, bad: 0 } as const;

interface TrueTrace extends DoneTrace {
  truth: Truth;
}

/** The scorer whose word is the truth, where it is one. */
async function truthScorer(db: Queryable, projectId: string, { truth, rater }: ScorersQuery) {
  if (truth === "majority") return null;
  if (truth === "adjudicated") return (await adjudicatorOf(db, projectId)).id;
  if (rater !== undefined) return (await requireRater(db, rater)).id;
  const message = "says whose labels count as true: name a rater";
  throw new AppError("invalid-request", { detail: message, fields: [{ path: "rater", message }] });
}

/** A rater of the set counts where done; who is no rater of it (labels that came with an import) wherever it speaks. */
function counts({ raters }: DoneSet, { done }: DoneTrace, scorerId: string): boolean {
  return !raters.some(({ id }) => id === scorerId) || done.some(({ id }) => id === scorerId);
}

function truthOf(
  set: DoneSet,
  trace: DoneTrace,
  kind: ScorersQuery["truth"],
  scorerId: string | null,
): Truth {
  const of = (id: string) => judgedOf(saidOf(set.sayings, trace.traceId, id));
  const raters = trace.done.map(({ id }) => of(id));
  if (scorerId === null) return truthOfMajority(raters, trace.stepCount);
  if (kind === "adjudicated") return truthOfAdjudication(of(scorerId), raters, trace.stepCount);
  if (!counts(set, trace, scorerId)) return { labels: new Map(), firstError: null };
  return truthOfOne(of(scorerId), trace.stepCount);
}

function scoreOf({ successes, n, value, label }: StepScore): number | null {
  if (successes !== null && n !== null && n > 0) return successes / n;
  return value ?? (label === null ? null : LABEL_VALUES[label]);
}

/** What a stored scorer says of a trace; undefined: nothing. */
function comparisonOf(trace: TrueTrace, said: Said): Comparison | null {
  if (said.steps.length === 0 && said.trace === null) return null;
  const { stepCount, truth } = trace;
  const values = Array<number | null>(stepCount).fill(null);
  for (const step of said.steps) values[step.traceStep - 1] = scoreOf(step);
  const speaks = (said.trace?.firstError ?? null) !== null || labelsOf(said).size > 0;
  return {
    stepCount,
    truth,
    values,
    stated: speaks ? firstErrorSaid(said, stepCount).firstError : undefined,
  };
}

const solvabilityOf = ({ returned, successes }: SolvabilityCounts) =>
  returned === 0 ? null : successes / returned;

async function continuationsAgainst(db: Queryable, traces: readonly TrueTrace[], below: number) {
  const stored = await readCounts(
    db,
    traces.map(({ traceId }) => traceId),
  );
  const comparisons = traces.map(
    ({ traceId, stepCount, truth }): Comparison => ({
      ...{ stepCount, truth, stated: undefined },
      values: (stored.get(traceId) ?? []).map(solvabilityOf),
    }),
  );
  const scored = comparisons.filter(({ values }) => values.some((value) => value !== null));
  if (scored.length === 0) return [];
  const scorer = { id: null, kind: "continuations" as const, name: "Continuations (c_i)", version: "" };
  return [{ scorer, ...againstLabels(scored, below) }];
}

type Scorers = Awaited<ReturnType<typeof selectScorersOf>>;

/** Everybody who says something of the set's traces. */
function scorersOf(db: Queryable, { sayings }: DoneSet): Promise<Scorers> {
  return selectScorersOf(db, [...new Set([...sayings.values()].flatMap((said) => [...said.keys()]))]);
}

async function scorersAgainst(
  set: DoneSet,
  scorers: Scorers,
  traces: readonly TrueTrace[],
  below: number,
): Promise<ScorerAgainstLabels[]> {
  const found: ScorerAgainstLabels[] = [];
  const breather = new Breather();
  for (const { id, kind, name, version } of scorers) {
    await breather.pause();
    const comparisons = traces
      .filter((trace) => counts(set, trace, id))
      .flatMap((trace) => comparisonOf(trace, saidOf(set.sayings, trace.traceId, id)) ?? []);
    if (comparisons.length > 0)
      found.push({ scorer: { id, kind, name, version }, ...againstLabels(comparisons, below) });
  }
  return found;
}

/**
 * Every scorer of a set's traces held against the human labels that count as true. Throws `not-found`, and
 * `invalid-request` naming `rater` where whose labels they are is not said.
 */
export async function readScorers(db: Queryable, setId: string, query: ScorersQuery): Promise<ScorersView> {
  const { projectId } = await requireSet(db, setId);
  const scorerId = await truthScorer(db, projectId, query);
  const set = await readDone(db, setId);
  const traces = set.traces
    .map((trace) => ({ ...trace, truth: truthOf(set, trace, query.truth, scorerId) }))
    .filter(({ truth }) => truth.labels.size > 0 || truth.firstError !== null);
  const scorers = await scorersOf(db, set);
  // Held against what they agree on themselves, raters would be right by construction.
  const made = query.truth !== "rater";
  const isRater = (id: string) => set.raters.some((rater) => rater.id === id);
  const { truth, below } = query;
  return {
    ...{ truth, below, traces: traces.length },
    scorers: [
      ...(await continuationsAgainst(db, traces, below)),
      ...(await scorersAgainst(
        set,
        scorers.filter(({ id }) => id !== scorerId && !(made && isRater(id))),
        traces,
        below,
      )),
    ],
    speakers: scorers
      .filter(({ kind, name }) => kind === "human" && name !== ADJUDICATED)
      .map(({ id, name }) => ({ id, name })),
    ...{ method: REVIEW_METHOD, seed: REVIEW_SEED },
  };
}
