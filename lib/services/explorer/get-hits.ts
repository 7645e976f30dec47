import type { Queryable } from "@/db/client";
import { selectContinuationsInOrder, selectStepSpans, selectTexts } from "@/db/queries/explorer-texts";
import type { ExplorerHits, ExplorerHitsQuery, SearchHit } from "@/lib/contracts";
import { groupBy } from "@/lib/domain/group-by";
import { rawOffsets, reader } from "@/lib/services/traces/raw-text";
import { cutAtSpans, excerptsOf } from "@/lib/traces/search-hits";
import { type SearchTerm, searchTerms } from "@/lib/traces/words";
import { refuseEmptySearch } from "./scope";

type Texts = Awaited<ReturnType<typeof selectTexts>>[number];
type StepSpan = Awaited<ReturnType<typeof selectStepSpans>>[number];
type Continuation = Awaited<ReturnType<typeof selectContinuationsInOrder>>[number];

interface Search {
  terms: readonly SearchTerm[];
  /** One more than is shown tells that there are more. */
  most: number;
}

function* hitsInPrompt({ messages, promptEscaped }: Texts, { terms, most }: Search): Generator<SearchHit> {
  const read = reader(promptEscaped);
  for (const { content } of messages)
    for (const { excerpt, marks } of excerptsOf(read(content), terms, most))
      yield { where: "prompt", traceStep: null, continuation: null, excerpt, marks };
}

/** A step's hits name it; what stands outside all steps (the answer, a response of no format) names none. */
function* hitsInResponse(
  { response, textEscaped }: Texts,
  steps: readonly StepSpan[],
  { terms, most }: Search,
): Generator<SearchHit> {
  const raw = rawOffsets(response, textEscaped);
  const spans = steps.map(({ index, start, end }) => ({ index, start: raw(start), end: raw(end) }));
  for (const { text, index } of cutAtSpans(reader(textEscaped)(response), spans))
    for (const { excerpt, marks } of excerptsOf(text, terms, most))
      yield { where: "response", traceStep: index, continuation: null, excerpt, marks };
}

function* hitsInContinuations(
  { textEscaped }: Texts,
  continuations: readonly Continuation[],
  { terms, most }: Search,
): Generator<SearchHit> {
  const read = reader(textEscaped);
  for (const { traceStep, index, text } of continuations)
    for (const { excerpt, marks } of excerptsOf(read(text), terms, most))
      yield { where: "continuation", traceStep, continuation: index, excerpt, marks };
}

function* inTurn<T>(...lists: Iterable<T>[]): Generator<T> {
  for (const list of lists) yield* list;
}

function firstOf<T>(items: Iterable<T>, most: number): T[] {
  const found: T[] = [];
  for (const item of items) {
    found.push(item);
    if (found.length === most) break;
  }
  return found;
}

/**
 * Where traces hold the words of a search: what the trace itself says before what its continuations say. Traces that do not
 * exist are left out. Throws invalid-request for a search without a word.
 */
export async function getHits(
  db: Queryable,
  { text, traces, each }: ExplorerHitsQuery,
): Promise<ExplorerHits> {
  refuseEmptySearch({ text });
  const search: Search = { terms: searchTerms(text), most: each + 1 };
  const [texts, spans, continued] = await Promise.all([
    selectTexts(db, traces),
    selectStepSpans(db, traces),
    selectContinuationsInOrder(db, traces),
  ]);
  const [stepsOf, continuationsOf] = [groupBy(spans, (s) => s.traceId), groupBy(continued, (c) => c.traceId)];
  const found = texts.map((trace) => {
    const hits = firstOf(
      inTurn(
        hitsInResponse(trace, stepsOf.get(trace.id) ?? [], search),
        hitsInPrompt(trace, search),
        hitsInContinuations(trace, continuationsOf.get(trace.id) ?? [], search),
      ),
      search.most,
    );
    return { id: trace.id, hits: hits.slice(0, each), more: hits.length > each };
  });
  const place = new Map(traces.map((id, at) => [id, at]));
  return { traces: found.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)) };
}
