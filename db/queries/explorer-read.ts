import { asc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ExplorerSort } from "@/lib/contracts";
import type { Queryable } from "../client";
import { traceFacts as facts, prompts, traces } from "../schema";
import { type ExplorerScope, selected, unknownTrainStep } from "./explorer-where";
import { promptStart } from "./prompt-start";

/** To Postgres NaN is the largest number; to a reader it is none, and comes last. */
const number = (column: AnyPgColumn) => sql`nullif(${column}, 'NaN'::float8)`;

const SORT: Record<ExplorerSort, SQL> = {
  trainStep: sql`case when ${unknownTrainStep} then null else ${facts.trainStep} end`,
  meanC: sql`${facts.meanC}`,
  drop: sql`${facts.largestDrop}`,
  disagreement: sql`${facts.disagreement}`,
  tokens: sql`${facts.responseTokens}`,
  steps: sql`${facts.stepCount}`,
  reward: number(facts.reward),
  outcome: sql`${facts.outcome}`,
  advantage: number(facts.groupAdvantage),
};

export interface ExplorerOrder {
  sort: ExplorerSort;
  order: "asc" | "desc";
}

/** Unknown values last in either order; equal ones by id, so that windows never overlap. */
function ordered({ sort, order }: ExplorerOrder): SQL {
  const by = order === "asc" ? sql`${SORT[sort]} asc nulls last` : sql`${SORT[sort]} desc nulls last`;
  return sql`${by}, ${facts.traceId}`;
}

/**
 * Explorer queries sort and hash a whole project: in memory, and without compiling them first, which would take longer
 * than running them. A search goes through the index of words always: Postgres does not count what it costs to fetch
 * them from outside of the rows.
 */
export async function exploring<T>(
  db: Queryable,
  { selection }: ExplorerScope,
  read: (tx: Queryable) => Promise<T>,
): Promise<T> {
  const scan = selection.text === undefined ? "on" : "off";
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`select set_config('jit', 'off', true), set_config('work_mem', '64MB', true),
        set_config('enable_seqscan', ${scan}, true)`);
      return read(tx);
    },
    { accessMode: "read only" },
  );
}

/** Ids of a window of the selection, in its order. Only key and id are sorted: a far window costs little more. */
export async function selectWindow(
  db: Queryable,
  scope: ExplorerScope,
  order: ExplorerOrder,
  { offset, limit }: { offset: number; limit: number },
): Promise<string[]> {
  const found = await db
    .select({ id: facts.traceId })
    .from(facts)
    .where(selected(scope))
    .orderBy(ordered(order))
    .limit(limit)
    .offset(offset);
  return found.map(({ id }) => id);
}

/** A row without its words, which are many and are not shown. */
const { words: _, room: __, ...shown } = getTableColumns(facts);

/** What a line of the list shows, of some traces in no order. */
export function selectExplorerRows(db: Queryable, traceIds: readonly string[]) {
  return db
    .select({
      facts: shown,
      modelId: traces.modelId,
      textEscaped: traces.textEscaped,
      source: traces.source,
      hasTrainStep: sql<boolean>`not ${unknownTrainStep}`,
      promptStart,
      promptEscaped: prompts.textEscaped,
    })
    .from(facts)
    .innerJoin(traces, eq(traces.id, facts.traceId))
    .innerJoin(prompts, eq(prompts.id, facts.promptId))
    .where(sql`${facts.traceId} = any(${sql.param(traceIds)}::text[])`);
}
export type ExplorerRecord = Awaited<ReturnType<typeof selectExplorerRows>>[number];

export async function countSelected(db: Queryable, scope: ExplorerScope): Promise<number> {
  const [row] = await db.select({ n: sql<number>`count(*)::int` }).from(facts).where(selected(scope));
  return row?.n ?? 0;
}

/** The solvability bytes of the whole selection in its order, with a separator byte after each trace. */
export async function selectOrderedBytes(
  db: Queryable,
  scope: ExplorerScope,
  order: ExplorerOrder,
): Promise<Buffer> {
  const lines = db
    .select({ bytes: facts.solvability })
    .from(facts)
    .where(selected(scope))
    .orderBy(ordered(order))
    .as("lines");
  const [row] = await db
    .select({ all: sql<Buffer | null>`string_agg(${lines.bytes} || '\\xfd'::bytea, '')` })
    .from(lines);
  return row?.all ?? Buffer.alloc(0);
}

/** As {@link selectOrderedBytes}, by prompt and in no order. */
export function selectBytesByPrompt(db: Queryable, scope: ExplorerScope) {
  return db
    .select({ all: sql<Buffer>`string_agg(${facts.solvability} || '\\xfd'::bytea, '')` })
    .from(facts)
    .where(selected(scope))
    .groupBy(facts.promptId);
}

/** How many traces of the selection there are by what became of them. */
export function countOutlines(db: Queryable, scope: ExplorerScope) {
  return db
    .select({
      fate: facts.fate,
      lostStep: facts.lostStep,
      firstDropStep: facts.firstDropStep,
      outcome: facts.outcome,
      humanProcess: facts.humanProcess,
      n: sql<number>`count(*)::int`,
    })
    .from(facts)
    .where(selected(scope))
    .groupBy(facts.fate, facts.lostStep, facts.firstDropStep, facts.outcome, facts.humanProcess)
    .orderBy(asc(facts.firstDropStep));
}
