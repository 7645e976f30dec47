import type { Queryable } from "@/db/client";
import {
  countAlike,
  selectImportNames,
  selectReviewSetsOf,
  selectRunNames,
  selectScorersOf,
} from "@/db/queries/explorer-facets";
import { exploring } from "@/db/queries/explorer-read";
import { listProjects } from "@/db/queries/explorer-scope";
import type { ExplorerScope } from "@/db/queries/explorer-where";
import { type ExplorerFacets, explorerFacets, type TraceSelection } from "@/lib/contracts";
import { groupBy } from "@/lib/domain/group-by";
import { scopeOf } from "./scope";

type Alike = Awaited<ReturnType<typeof countAlike>>[number];
type CountedFacet = Exclude<keyof Alike, "n" | "firstTrainStep" | "lastTrainStep">;

interface FacetCount {
  value: string | null;
  n: number;
}

const textOf = (value: Alike[CountedFacet]) => (value === null ? null : String(value));

/** Each value of a facet with its number of traces, most first. */
function countsOf(alike: readonly Alike[], facet: CountedFacet): FacetCount[] {
  const sums = new Map<string | null, number>();
  for (const traces of alike) {
    const value = textOf(traces[facet]);
    sums.set(value, (sums.get(value) ?? 0) + traces.n);
  }
  return [...sums]
    .map(([value, n]) => ({ value, n }))
    .sort((a, b) => b.n - a.n || String(a.value).localeCompare(String(b.value), "en"));
}

type RunName = Awaited<ReturnType<typeof selectRunNames>>[number];

const NOTHING: ExplorerFacets = {
  ...{ project: null, projects: [], total: 0, ablations: [], runs: [], arms: [], imports: [], scorers: [] },
  ...{ reviewSets: [], origins: [], outcomes: [], finishes: [], formats: [], fates: [], scoreSources: [] },
  ...{ labelled: [], disagreeing: 0, stepsMax: 0, stepsUsual: 0, trainSteps: null },
};

const OUTCOME_NAMES: Readonly<Record<string, string>> = { "1": "right", "0": "wrong" };
const total = (counts: readonly { count: number }[]) => counts.reduce((sum, { count }) => sum + count, 0);

/** Values as the filters name them. The database's texts are parsed once here, like everything from outside. */
function valuesOf(alike: readonly Alike[]) {
  const of = (facet: CountedFacet, named: (value: string | null) => unknown = (value) => value) =>
    countsOf(alike, facet).map(({ value, n }) => ({ value: named(value), count: n }));
  return explorerFacets
    .pick({
      ...{ origins: true, outcomes: true, finishes: true, formats: true, fates: true },
      ...{ scoreSources: true, labelled: true },
    })
    .parse({
      origins: of("origins"),
      outcomes: of("outcomes", (value) => OUTCOME_NAMES[value ?? ""] ?? "unknown"),
      finishes: of("finishes"),
      formats: of("formats", (value) => (value === "true" ? "valid" : "invalid")),
      fates: of("fates"),
      scoreSources: of("scoreSources"),
      labelled: of("labelled", (value) => (value === "true" ? "yes" : "no")),
    });
}

function countsById(alike: readonly Alike[], facet: CountedFacet): Map<string, number> {
  return new Map(countsOf(alike, facet).flatMap(({ value, n }) => (value === null ? [] : [[value, n]])));
}

/** The longest trace, and what 99 of 100 do not exceed: one trace of hundreds of steps is no measure for a page. */
function stepCountsOf(alike: readonly Alike[]): Pick<ExplorerFacets, "stepsMax" | "stepsUsual"> {
  const steps = countsOf(alike, "stepCounts")
    .map(({ value, n }) => ({ steps: Number(value), n }))
    .sort((a, b) => a.steps - b.steps);
  const most = 0.99 * steps.reduce((sum, { n }) => sum + n, 0);
  let seen = 0;
  const usual = steps.find(({ n }) => {
    seen += n;
    return seen >= most;
  });
  return { stepsMax: steps.at(-1)?.steps ?? 0, stepsUsual: usual?.steps ?? 0 };
}

/** Runs, and what they belong to, in the order of the names. */
function placesOf(names: readonly RunName[], counts: ReadonlyMap<string, number>) {
  const runs = names.map((run) => ({ ...run, count: counts.get(run.id) ?? 0 }));
  const ablations = [...groupBy(runs, ({ ablationId }) => ablationId)].map(([id, of]) => ({
    ...{ id, name: of[0]?.ablationName ?? id, count: total(of) },
  }));
  const arms = [...groupBy(runs, ({ armKey }) => armKey)].flatMap(([key, of]) =>
    key === null ? [] : [{ key, name: of[0]?.armName ?? key, count: total(of) }],
  );
  const listed = runs.map(({ id, name, ablationId, armKey, count }) => ({
    id,
    name,
    ablationId,
    armKey,
    count,
  }));
  return { runs: listed, ablations, arms };
}

/** How far the selection reaches. */
function reachOf(alike: readonly Alike[]): Pick<ExplorerFacets, "total" | "disagreeing" | "trainSteps"> {
  const sum = (of: readonly Alike[]) => of.reduce((all, { n }) => all + n, 0);
  const known = alike.flatMap(({ firstTrainStep: first, lastTrainStep: last }) =>
    first === null || last === null ? [] : [{ first, last }],
  );
  return {
    total: sum(alike),
    disagreeing: sum(alike.filter(({ disagreeing }) => disagreeing)),
    trainSteps: known.reduce<ExplorerFacets["trainSteps"]>(
      (all, { first, last }) =>
        all ? { first: Math.min(all.first, first), last: Math.max(all.last, last) } : { first, last },
      null,
    ),
  };
}

async function readFacets(db: Queryable, scope: ExplorerScope) {
  const [alike, scorers, reviewSets] = await Promise.all([
    exploring(db, scope, (tx) => countAlike(tx, scope)),
    selectScorersOf(db, scope.projectId),
    selectReviewSetsOf(db, scope.projectId),
  ]);
  const [runCounts, importCounts] = [countsById(alike, "runs"), countsById(alike, "imports")];
  const [names, importNames] = await Promise.all([
    selectRunNames(db, [...runCounts.keys()]),
    selectImportNames(db, [...importCounts.keys()]),
  ]);
  return {
    ...reachOf(alike),
    ...valuesOf(alike),
    ...stepCountsOf(alike),
    ...placesOf(names, runCounts),
    imports: importNames.map((named) => ({ ...named, count: importCounts.get(named.id) ?? 0 })),
    ...{ scorers, reviewSets },
  };
}

/** What a selection holds, so that filters offer only what exists. Scorers and review sets are those of the project. */
export async function getFacets(db: Queryable, selection: TraceSelection): Promise<ExplorerFacets> {
  const scope = await scopeOf(db, selection);
  if (!scope) return NOTHING;
  const [projects, facets] = await Promise.all([listProjects(db), readFacets(db, scope)]);
  const mine = projects.find(({ id }) => id === scope.projectId);
  return { project: mine ? { id: mine.id, name: mine.name } : null, projects, ...facets };
}
