import { asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import {
  ablations,
  arms,
  traceFacts as facts,
  imports,
  reviewItems,
  reviewSets,
  runs,
  scorers,
  stepScores,
  traceScores,
} from "../schema";
import { type ExplorerScope, selected, unknownTrainStep } from "./explorer-where";

/** What is counted, in the order of the grouping sets below. */
const COUNTED = [
  "runs",
  "imports",
  "origins",
  "outcomes",
  "finishes",
  "formats",
  "fates",
  "scoreSources",
  "labelled",
  "stepCounts",
] as const;
export type CountedFacet = (typeof COUNTED)[number];

export interface FacetCount {
  facet: CountedFacet;
  value: string | null;
  n: number;
}

/** Each value of each facet with its number of traces: one pass over the selection. */
export async function countFacets(db: Queryable, scope: ExplorerScope): Promise<FacetCount[]> {
  const rows = await db.execute<{ facet: number; value: string | null; n: number }>(sql`
    with chosen as (
      select ${facts.runId} as a, ${facts.importId} as b, ${facts.origin} as c, ${facts.outcome}::text as d,
        ${facts.finishReason} as e, ${facts.valid}::text as f, ${facts.fate} as g, ${facts.scoreSource} as h,
        (${facts.raters} > 0)::text as i, ${facts.stepCount}::text as j
      from ${facts} where ${selected(scope)}
    )
    select 9 - log(2, 1023 - grouping(a, b, c, d, e, f, g, h, i, j))::int as facet,
      coalesce(a, b, c, d, e, f, g, h, i, j) as value, count(*)::int as n
    from chosen
    group by grouping sets ((a), (b), (c), (d), (e), (f), (g), (h), (i), (j))
    order by 1, 3 desc, 2`);
  return rows.flatMap(({ facet, value, n }) => {
    const name = COUNTED[facet];
    return name ? [{ facet: name, value, n }] : [];
  });
}

/** How far the selection reaches. */
export async function selectExtents(db: Queryable, scope: ExplorerScope) {
  const known = sql`filter (where not ${unknownTrainStep})`;
  const [row] = await db
    .select({
      total: sql<number>`count(*)::int`,
      disagreeing: sql<number>`count(${facts.disagreement})::int`,
      first: sql<number | null>`min(${facts.trainStep}) ${known}`,
      last: sql<number | null>`max(${facts.trainStep}) ${known}`,
    })
    .from(facts)
    .where(selected(scope));
  return row ?? { total: 0, disagreeing: 0, first: null, last: null };
}

/** Names of some runs, of what they belong to and of their arms. */
export function selectRunNames(db: Queryable, runIds: readonly string[]) {
  return db
    .select({
      id: runs.id,
      name: runs.name,
      ablationId: runs.ablationId,
      ablationName: ablations.name,
      armKey: arms.key,
      armName: arms.name,
    })
    .from(runs)
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .leftJoin(arms, eq(arms.id, runs.armId))
    .where(inArray(runs.id, [...runIds]))
    .orderBy(desc(ablations.createdAt), asc(arms.position), asc(runs.name), asc(runs.id));
}

export function selectImportNames(db: Queryable, importIds: readonly string[]) {
  return db
    .select({ id: imports.id, name: imports.source })
    .from(imports)
    .where(inArray(imports.id, [...importIds]));
}

/** Scorers of a project with how many of its traces each speaks about, whatever is selected. */
export function selectScorersOf(db: Queryable, projectId: string) {
  const said = sql`(select count(*)::int from (
    select ${stepScores.traceId} from ${stepScores} where ${stepScores.scorerId} = ${scorers.id}
    union select ${traceScores.traceId} from ${traceScores} where ${traceScores.scorerId} = ${scorers.id}) said)`;
  return db
    .select({
      id: scorers.id,
      kind: scorers.kind,
      name: scorers.name,
      version: scorers.version,
      count: sql<number>`${said}`,
    })
    .from(scorers)
    .where(eq(scorers.projectId, projectId))
    .orderBy(asc(scorers.kind), asc(scorers.name), asc(scorers.version), asc(scorers.id));
}

export function selectReviewSetsOf(db: Queryable, projectId: string) {
  return db
    .select({
      id: reviewSets.id,
      name: reviewSets.name,
      count: sql<number>`(select count(*)::int from ${reviewItems} where ${eq(reviewItems.setId, reviewSets.id)})`,
    })
    .from(reviewSets)
    .where(eq(reviewSets.projectId, projectId))
    .orderBy(desc(reviewSets.createdAt), asc(reviewSets.id));
}
