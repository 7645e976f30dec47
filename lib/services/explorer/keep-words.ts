import type { Queryable } from "@/db/client";
import {
  selectContinuationTexts,
  selectPromptsWithoutWords,
  selectResponsesWithoutWords,
} from "@/db/queries/trace-facts-read";
import { insertPromptWords, insertTraceWords } from "@/db/queries/trace-facts-write";
import { groupBy } from "@/lib/domain/group-by";
import { reader } from "@/lib/services/traces/raw-text";
import { differentWords } from "@/lib/traces/words";

async function keepPromptWords(tx: Queryable, promptIds: readonly string[]): Promise<void> {
  const prompts = await selectPromptsWithoutWords(tx, promptIds);
  const rows = prompts.map(({ promptId, messages, textEscaped }) => {
    const read = reader(textEscaped);
    return { id: promptId, words: differentWords(messages.map(({ content }) => read(content))) };
  });
  await insertPromptWords(tx, rows);
}

async function keepTraceWords(tx: Queryable, traceIds: readonly string[]): Promise<void> {
  const traces = await selectResponsesWithoutWords(tx, traceIds);
  if (traces.length === 0) return;
  const texts = await selectContinuationTexts(
    tx,
    traces.map(({ traceId }) => traceId),
  );
  const byTrace = groupBy(texts, ({ traceId }) => traceId);
  const rows = traces.map(({ traceId, response, textEscaped }) => {
    const read = reader(textEscaped);
    const continuations = byTrace.get(traceId) ?? [];
    return { id: traceId, words: differentWords([response, ...continuations.map((c) => c.text)].map(read)) };
  });
  await insertTraceWords(tx, rows);
}

/** Keeps the words of traces and prompts that a search looks through, where they are not kept yet. */
export async function keepWords(
  tx: Queryable,
  traceIds: readonly string[],
  promptIds: readonly string[],
): Promise<void> {
  await keepPromptWords(tx, promptIds);
  await keepTraceWords(tx, traceIds);
}
