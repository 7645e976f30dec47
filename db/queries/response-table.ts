import { and, eq, gte, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { TraceOrigin } from "@/lib/contracts";
import type { Queryable } from "../client";
import { traces } from "../schema";
import type { CurrentSpan } from "./current-attempts";
import { inSpans } from "./traces-read";

/** Stored responses of one run's current attempts. */
export interface RunResponses {
  runId: string;
  spans: CurrentSpan[];
  origin: TraceOrigin;
  fromTrainStep?: number | undefined;
  toTrainStep?: number | undefined;
}

function inRange({ runId, origin, fromTrainStep, toTrainStep }: RunResponses): SQL | undefined {
  return and(
    eq(traces.runId, runId),
    eq(traces.origin, origin),
    fromTrainStep === undefined ? undefined : gte(traces.trainStep, fromTrainStep),
    toTrainStep === undefined ? undefined : lte(traces.trainStep, toTrainStep),
  );
}

const wanted = (run: RunResponses) => and(inRange(run), inSpans(run.spans));

/** How many responses are stored at most: superseded ones count too, so that the index alone can tell. */
export async function countResponses(db: Queryable, run: RunResponses): Promise<number> {
  const [row] = await db.select({ n: sql<number>`count(*)::int` }).from(traces).where(inRange(run));
  return row?.n ?? 0;
}

/**
 * Responses as one string of bytes, in no order, big-endian; each record is (bytes):
 * train_step (4) seq (8) hash of the group's id (8) sample_index (4) response_tokens (4) outcome (8) reward (8)
 * advantage (8) group_size, 0 = no group (4) step_count (4) 1 = invalid_reason is null (4) length of the counts (4) and
 * the counts (lib/traces/step-counts-bytes.ts). Unknown numbers are NaN.
 *
 * 100,000 responses of five runs in 0.2 s; as rows, with the trace steps joined and aggregated, 1.3 s, and more as the
 * table of trace steps grows (scripts/bench/what-if.ts).
 */
export async function selectResponseBytes(db: Queryable, run: RunResponses): Promise<Buffer> {
  const [row] = await db
    .select({
      bytes: sql<Buffer | null>`string_agg(
        int4send(${traces.trainStep}) || int8send(${traces.seq})
        || int8send(hashtextextended(coalesce(${traces.groupId}, ''), 0))
        || int4send(${traces.sampleIndex}) || int4send(${traces.responseTokens})
        || float8send(coalesce(${traces.outcome}, 'NaN')) || float8send(coalesce(${traces.rewardTotal}, 'NaN'))
        || float8send(coalesce(${traces.groupAdvantage}, 'NaN'))
        || int4send(case when ${traces.groupId} is null then 0 else coalesce(${traces.groupSize}, 0) end)
        || int4send(${traces.stepCount}) || int4send((${traces.invalidReason} is null)::int)
        || int4send(length(${traces.stepCounts})) || ${traces.stepCounts}, ''::bytea)`,
    })
    .from(traces)
    .where(wanted(run));
  return row?.bytes ?? Buffer.alloc(0);
}

/** Ids of a few of those responses by their place in the stream. */
export async function selectTraceIds(
  db: Queryable,
  run: RunResponses,
  places: readonly { trainStep: number; seq: number }[],
): Promise<Map<number, string>> {
  if (places.length === 0) return new Map();
  const steps = [...new Set(places.map(({ trainStep }) => trainStep))];
  const rows = await db
    .select({ seq: traces.seq, id: traces.id })
    .from(traces)
    .where(
      and(
        wanted(run),
        inArray(traces.trainStep, steps),
        inArray(
          traces.seq,
          places.map(({ seq }) => seq),
        ),
      ),
    );
  return new Map(rows.map(({ seq, id }) => [seq, id]));
}
