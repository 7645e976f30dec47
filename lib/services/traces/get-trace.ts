import type { Queryable } from "@/db/client";
import { selectAlternatives, selectTokenScores } from "@/db/queries/trace-scores-read";
import { selectGroup, selectStepsOf, selectTrace } from "@/db/queries/traces-read";
import { encodeNumber, rewardConfig, type TraceDetail, type TraceRow } from "@/lib/contracts";
import { rawOffsets, reader } from "./raw-text";
import { countsByTrace, toTraceRow } from "./rows";
import { scorersOf } from "./scorers-of";

type Found = NonNullable<Awaited<ReturnType<typeof selectTrace>>>;

/** c_0 = right / graded over the group; an invalid format counts as wrong, an unknown outcome is left out. */
export function groupOutcomes(siblings: Pick<TraceRow, "outcome" | "invalidReason">[]): {
  right: number;
  graded: number;
} {
  const graded = siblings.filter((s) => s.outcome !== null || s.invalidReason !== null);
  const right = graded.filter((s) => s.outcome === 1 && s.invalidReason === null);
  return { right: right.length, graded: graded.length };
}

async function groupOf(db: Queryable, { trace }: Found): Promise<TraceDetail["group"]> {
  if (trace.groupId === null) return null;
  const records = await selectGroup(db, trace.attemptId, trace.trainStep, trace.groupId, trace.origin);
  const counts = countsByTrace(
    await selectStepsOf(
      db,
      records.map((r) => r.id),
    ),
  );
  const siblings = records.map((r) => ({
    ...toTraceRow(r, counts.get(r.id) ?? []),
    rewardParts: r.rewardParts,
  }));
  return {
    id: trace.groupId,
    mean: trace.groupMean === null ? null : encodeNumber(trace.groupMean),
    sd: trace.groupSd === null ? null : encodeNumber(trace.groupSd),
    n: trace.groupN ?? 0,
    size: trace.groupSize ?? siblings.length,
    ...groupOutcomes(siblings),
    siblings,
  };
}

/** The reward settings the run was launched with; null for traces that were imported or probed without any. */
function rewardOf(config: Record<string, unknown>) {
  const parsed = rewardConfig.safeParse(config.reward);
  return parsed.success ? parsed.data : null;
}

/** Other candidates for its steps, as they were written. */
async function alternativesOf(db: Queryable, { trace }: Found): Promise<TraceDetail["alternatives"]> {
  const read = reader(trace.textEscaped);
  const stored = await selectAlternatives(db, trace.id);
  return stored.map(({ traceStep, text, value, label }) => ({ traceStep, text: read(text), value, label }));
}

/** What the trainer logged of the tokens, their ends as offsets of the raw response. */
async function tokenScoresOf(
  db: Queryable,
  id: string,
  rawAt: (offset: number) => number,
): Promise<TraceDetail["tokenScores"]> {
  const stored = await selectTokenScores(db, id);
  if (!stored) return null;
  const { ends, logprobs, entropies } = stored;
  return { ends: ends.map(rawAt), logprobs, entropies };
}

/** One trace with everything its page shows but the continuations, or null if there is none of that id. */
export async function getTrace(db: Queryable, id: string): Promise<TraceDetail | null> {
  const found = await selectTrace(db, id);
  if (!found) return null;
  const { trace, prompt, run } = found;
  const steps = await selectStepsOf(db, [id]);
  const read = reader(trace.textEscaped);
  const readPrompt = reader(prompt.textEscaped);
  const rawAt = rawOffsets(trace.response, trace.textEscaped);
  return {
    row: toTraceRow(found.row, countsByTrace(steps).get(id) ?? []),
    run: {
      id: run.id,
      name: run.name,
      ablationId: run.ablationId,
      ablationName: found.ablationName,
      armId: run.armId,
      armKey: found.arm?.key ?? null,
      seed: run.seed,
    },
    prompt: {
      id: prompt.id,
      media: prompt.media,
      key: prompt.key,
      dataset: prompt.dataset,
      family: prompt.family,
      messages: prompt.messages.map((m) => ({ ...m, content: readPrompt(m.content) })),
      answer: readPrompt(prompt.answer),
    },
    imported: trace.source === null ? null : { ...trace.source, importId: trace.importId },
    response: read(trace.response),
    textEscaped: trace.textEscaped,
    finishReason: trace.finishReason,
    modelId: trace.modelId,
    rewardParts: trace.reward,
    rewardConfig: rewardOf(run.config),
    traceSteps: steps.map((s) => ({
      index: s.index,
      text: { start: rawAt(s.textStart), end: rawAt(s.textEnd) },
      tokens: s.tokenStart === null || s.tokenEnd === null ? null : { start: s.tokenStart, end: s.tokenEnd },
      straddled: s.straddled,
      requested: s.requested,
      returned: s.returned,
      successes: s.successes,
      truncated: s.truncated,
    })),
    scorers: await scorersOf(db, id),
    alternatives: await alternativesOf(db, found),
    tokenScores: await tokenScoresOf(db, id, rawAt),
    group: await groupOf(db, found),
  };
}
