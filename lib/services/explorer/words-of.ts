import type { Queryable } from "@/db/client";
import { selectContinuationsInOrder, selectTexts } from "@/db/queries/explorer-texts";
import { groupBy } from "@/lib/domain/group-by";
import { reader } from "@/lib/services/traces/raw-text";
import { differentWords } from "@/lib/traces/words";

type Texts = Awaited<ReturnType<typeof selectTexts>>[number];

function promptWords({ messages, promptEscaped }: Texts): string[] {
  const read = reader(promptEscaped);
  return differentWords(messages.map(({ content }) => read(content)));
}

/** The different words of traces, by id: of their prompts, responses and continuations, as they were written. */
export async function wordsOf(tx: Queryable, traceIds: readonly string[]): Promise<Map<string, string[]>> {
  if (traceIds.length === 0) return new Map();
  const texts = await selectTexts(tx, traceIds);
  const continuations = groupBy(await selectContinuationsInOrder(tx, traceIds), ({ traceId }) => traceId);
  // Traces of a group share their prompt: it is read once.
  const ofPrompts = new Map<string, string[]>();
  return new Map(
    texts.map((trace) => {
      const known = ofPrompts.get(trace.promptId) ?? promptWords(trace);
      ofPrompts.set(trace.promptId, known);
      const said = [trace.response, ...(continuations.get(trace.id) ?? []).map(({ text }) => text)];
      return [trace.id, differentWords(said.map(reader(trace.textEscaped)), known)];
    }),
  );
}
