import { insertEvaluationItems, upsertBenchmark, upsertEvaluation } from "@/db/queries/evaluations-write";
import type { EvaluationEvent } from "@/lib/contracts";
import type { RunContext } from "./context";
import { contentId } from "./identity";
import { storable } from "./storable";

/** Stores evaluation items. Benchmarks are taken in the order of their ids, so that two batches cannot deadlock. */
export async function storeEvaluations(
  { tx, owner }: RunContext,
  events: readonly EvaluationEvent[],
): Promise<void> {
  const placed = events.map((sent) => ({
    ...storable(sent),
    benchmarkId: `bench_${contentId("evaluation", [sent.benchmark.key, sent.benchmark.contentSha256]).slice(4)}`,
  }));
  placed.sort((a, b) => (a.benchmarkId < b.benchmarkId ? -1 : a.benchmarkId > b.benchmarkId ? 1 : 0));
  for (const { event, textEscaped, benchmarkId } of placed) {
    const evaluationId = contentId("evaluation", [owner.attemptId, benchmarkId]);
    await upsertBenchmark(tx, benchmarkId, event.benchmark);
    await upsertEvaluation(tx, { ...owner, evaluationId, benchmarkId }, event);
    const items = event.items.map((item) => ({ ...item, textEscaped }));
    await insertEvaluationItems(tx, evaluationId, items);
  }
}
