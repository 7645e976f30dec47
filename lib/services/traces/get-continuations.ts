import type { Queryable } from "@/db/client";
import { selectContinuations, selectStepsOf, selectTrace } from "@/db/queries/traces-read";
import type { ContinuationGroups } from "@/lib/contracts";
import { sliceCodePoints } from "@/lib/traces/code-points";
import { reader } from "./raw-text";

type Group = ContinuationGroups["groups"][number];

/** Continuations with the same final answer and verdict together, the largest group first. */
export function groupByAnswer(list: Group["continuations"]): Group[] {
  const groups = new Map<string, Group>();
  for (const continuation of list) {
    const { answer, verdict } = continuation;
    const groupKey = JSON.stringify([answer, verdict]);
    const group = groups.get(groupKey) ?? { answer, verdict, continuations: [] };
    group.continuations.push(continuation);
    groups.set(groupKey, group);
  }
  return [...groups.values()].sort((a, b) => b.continuations.length - a.continuations.length);
}

const CLOSING = "</step>";

/** The response through a trace step: with its closing tag where one stands there, as it does in our own grammar. */
export function prefixThrough(response: string, bodyEnd: number): string {
  const tag = sliceCodePoints(response, bodyEnd, bodyEnd + CLOSING.length);
  return sliceCodePoints(response, 0, tag === CLOSING ? bodyEnd + CLOSING.length : bodyEnd);
}

/** The continuations of one trace step, or null if the trace has no such step. */
export async function getContinuations(
  db: Queryable,
  id: string,
  traceStep: number,
): Promise<ContinuationGroups | null> {
  const found = await selectTrace(db, id);
  const step = found && (await selectStepsOf(db, [id])).find((s) => s.index === traceStep);
  if (!found || !step) return null;
  const stored = await selectContinuations(db, id, traceStep);
  const read = reader(found.trace.textEscaped);
  const continuations = stored.map((c) => ({
    index: c.index,
    text: read(c.text),
    verdict: c.verdict,
    answer: read(c.answer),
    tokens: c.tokens,
    finishReason: c.finishReason,
    modelId: c.modelId ?? found.trace.modelId,
  }));
  return {
    traceId: id,
    traceStep,
    prefix: read(prefixThrough(found.trace.response, step.textEnd)),
    requested: step.requested,
    returned: step.returned,
    groups: groupByAnswer(continuations),
  };
}
