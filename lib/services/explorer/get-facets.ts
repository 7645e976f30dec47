import type { Queryable } from "@/db/client";
import {
  type CountedFacet,
  countFacets,
  type FacetCount,
  selectExtents,
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

type RunName = Awaited<ReturnType<typeof selectRunNames>>[number];

const NOTHING: ExplorerFacets = {
  ...{ project: null, projects: [], total: 0, ablations: [], runs: [], arms: [], imports: [], scorers: [] },
  ...{ reviewSets: [], origins: [], outcomes: [], finishes: [], formats: [], fates: [], scoreSources: [] },
  ...{ labelled: [], disagreeing: 0, stepsMax: 0, stepsUsual: 0, trainSteps: null },
};

const OUTCOME_NAMES: Readonly<Record<string, string>> = { "1": "right", "0": "wrong" };
const total = (counts: readonly { count: number }[]) => counts.reduce((sum, { count }) => sum + count, 0);

/** Values as the filters name them. The database's texts are parsed once here, like everything from outside. */
function valuesOf(counts: readonly FacetCount[]) {
  const of = (facet: CountedFacet, named: (value: string | null) => unknown = (value) => value) =>
    counts.filter((c) => c.facet === facet).map(({ value, n }) => ({ value: named(value), count: n }));
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

function countsById(counts: readonly FacetCount[], facet: CountedFacet): Map<string, number> {
  return new Map(
    counts.flatMap((c) => (c.facet === facet && c.value !== null ? [[c.value, c.n] as const] : [])),
  );
}

/** The longest trace, and what 99 of 100 do not exceed: one trace of hundreds of steps is no measure for a page. */
function stepCountsOf(counts: readonly FacetCount[]): Pick<ExplorerFacets, "stepsMax" | "stepsUsual"> {
  const steps = counts
    .filter(({ facet }) => facet === "stepCounts")
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

async function readFacets(db: Queryable, scope: ExplorerScope) {
  const [counts, extents] = await Promise.all([
    exploring(db, (tx) => countFacets(tx, scope)),
    exploring(db, (tx) => selectExtents(tx, scope)),
  ]);
  const [runCounts, importCounts] = [countsById(counts, "runs"), countsById(counts, "imports")];
  const [names, importNames, scorers, reviewSets] = await Promise.all([
    selectRunNames(db, [...runCounts.keys()]),
    selectImportNames(db, [...importCounts.keys()]),
    selectScorersOf(db, scope.projectId),
    selectReviewSetsOf(db, scope.projectId),
  ]);
  const { first, last, ...reach } = extents;
  return {
    ...reach,
    ...valuesOf(counts),
    ...stepCountsOf(counts),
    ...placesOf(names, runCounts),
    imports: importNames.map((named) => ({ ...named, count: importCounts.get(named.id) ?? 0 })),
    ...{ scorers, reviewSets },
    trainSteps: first === null || last === null ? null : { first, last },
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
