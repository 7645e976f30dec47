import type { Db } from "@/db/client";
import type { TraceRecord } from "@/lib/contracts";
import { ingestBatch } from "@/lib/services/ingest/ingest-batch";
import { parseBatch } from "@/lib/services/ingest/parse-batch";
import { batchOf, trace } from "@/lib/services/ingest/testing/batches";
import { makeAttempt, makeRun, type TestAttempt } from "@/lib/services/ingest/testing/fixture";

type Step = TraceRecord["traceSteps"][number];

/** A trace step whose body is the code point at its place, with `successes` of four; null: never asked for. */
export function stepOf(index: number, successes: number | null, changes: Partial<Step> = {}): Step {
  const asked = successes === null ? 0 : 4;
  return {
    ...{ index, text: { start: index - 1, end: index }, tokens: null, straddled: false },
    ...{ requested: asked, returned: asked, successes: successes ?? 0, truncated: 0, continuations: [] },
    ...changes,
  };
}

/** Trace steps with these successes of four each, in order; null: not scored. */
export function stepsOf(...successes: (number | null)[]): Step[] {
  return successes.map((s, i) => stepOf(i + 1, s));
}

/** A run with one attempt that traces can be sent to, as a trainer would. */
export async function tracedRun(db: Db): Promise<TestAttempt> {
  return makeAttempt(db, await makeRun(db));
}

/** Sends traces through ingest under an attempt; `seq` continues from `after`. */
export async function sendTraces(
  db: Db,
  attempt: Pick<TestAttempt, "attemptId">,
  traces: readonly Partial<TraceRecord>[],
  after = 0,
): Promise<void> {
  const events = traces.map((changes, i) => trace(after + i + 1, { sampleIndex: i, ...changes }));
  await ingestBatch(db, parseBatch(batchOf(attempt.attemptId, "traces", events)));
}
