import type {
  ExportAlternativeRow,
  ExportContinuationRow,
  ExportPromptRow,
  ExportStepRow,
  ExportStepScoreRow,
  ExportTokenScoresRow,
  ExportTraceRow,
  ExportTraceScoreRow,
} from "@/db/queries/exports";
import { encodeNumber, type ImportedStep } from "@/lib/contracts";
import { groupBy } from "@/lib/domain/group-by";
import { unescapeTexts } from "@/lib/domain/stored-text";
import type { ExportedTrace } from "@/lib/exporters/exporter";
import { rawOffsets, reader } from "@/lib/services/traces/raw-text";

/** All that is stored of one trace. What a format has no use for is empty. */
export interface StoredTrace {
  found: ExportTraceRow;
  prompt: ExportPromptRow;
  steps: readonly ExportStepRow[];
  continuations: readonly ExportContinuationRow[];
  stepScores: readonly ExportStepScoreRow[];
  traceScores: readonly ExportTraceScoreRow[];
  alternatives: readonly ExportAlternativeRow[];
  tokenScores: ExportTokenScoresRow | undefined;
}

type Read = ReturnType<typeof reader>;
const encoded = (value: number | null) => (value === null ? null : encodeNumber(value));

/** Requested nothing: continuations were never asked for, which is not the same as none returned. */
function countsOf({ requested, returned, successes, truncated }: ExportStepRow): ImportedStep["counts"] {
  return requested === 0 && returned === 0 ? null : { requested, returned, successes, truncated };
}

function continuationsOf(rows: readonly ExportContinuationRow[], read: Read): ImportedStep["continuations"] {
  return rows.map(({ text, verdict, answer, tokens, finishReason, modelId }) => ({
    ...{ text: read(text), verdict, answer: read(answer), tokens, finishReason, modelId: read(modelId) },
  }));
}

function scoresOf(rows: readonly ExportStepScoreRow[]): ImportedStep["scores"] {
  return rows.map(({ score: { value, label, successes, n, note, tags }, scorer }) => ({
    ...{ scorer: scorerOf(scorer), value, label, successes, n, note, tags },
  }));
}

function scorerOf({ kind, name, version }: ExportStepScoreRow["scorer"]) {
  // Continuations stand as counts on the steps: no scorer of that kind is ever stored.
  if (kind === "continuations") throw new Error(`scorer ${name} is of the kind that has no row`);
  return { kind, name, version };
}

function alternativesOf(rows: readonly ExportAlternativeRow[], read: Read): ImportedStep["alternatives"] {
  return rows.map(({ alternative: { text, value, label }, scorer }) => ({
    ...{ text: read(text), value, label, scorer: scorer === null ? null : scorerOf(scorer) },
  }));
}

function tokensOf({ tokenStart, tokenEnd }: ExportStepRow): ImportedStep["tokens"] {
  return tokenStart === null || tokenEnd === null ? null : { start: tokenStart, end: tokenEnd };
}

function stepsOf(stored: StoredTrace, read: Read, rawAt: (offset: number) => number): ImportedStep[] {
  const continuations = groupBy(stored.continuations, ({ traceStep }) => traceStep);
  const scores = groupBy(stored.stepScores, ({ score }) => score.traceStep);
  const alternatives = groupBy(stored.alternatives, ({ alternative }) => alternative.traceStep);
  return stored.steps.map((step) => ({
    text: { start: rawAt(step.textStart), end: rawAt(step.textEnd) },
    tokens: tokensOf(step),
    straddled: step.straddled,
    counts: countsOf(step),
    continuations: continuationsOf(continuations.get(step.index) ?? [], read),
    scores: scoresOf(scores.get(step.index) ?? []),
    alternatives: alternativesOf(alternatives.get(step.index) ?? [], read),
  }));
}

/** A prompt without a key of its own is stored under its id. */
const keyOf = ({ key, id }: ExportPromptRow) => (key === id ? null : key);

function promptOf({ prompt }: StoredTrace): ExportedTrace["prompt"] {
  const read = reader(prompt.textEscaped);
  const [key, { dataset, family }] = [keyOf(prompt), prompt];
  // By reference: the file itself stays in this server's store.
  const media = prompt.media.map((each) => ({ ...each, data: null }));
  const messages = prompt.messages.map(({ role, content }) => ({ role: read(role), content: read(content) }));
  return {
    ...{ key: read(key), dataset: read(dataset), family: read(family) },
    messages,
    answer: read(prompt.answer),
    media,
  };
}

function groupOf({ found: { trace } }: StoredTrace, read: Read): ExportedTrace["group"] {
  const { groupId, groupMean, groupSd, groupN, groupSize } = trace;
  if (groupId === null) return null;
  const [mean, sd] = [encoded(groupMean), encoded(groupSd)];
  return { id: read(groupId), mean, sd, n: groupN ?? 0, size: groupSize ?? 0 };
}

/** Train step 0 is how a trace is stored of which the import told none. */
function trainStepOf({ source, trainStep }: ExportTraceRow["trace"]): number | null {
  return source !== null && trainStep === 0 ? null : trainStep;
}

/** A stored trace as exporters see it: texts as they were written, offsets of the raw text, unknown as null. */
export function traceOfRows(stored: StoredTrace): ExportedTrace {
  const { found, tokenScores } = stored;
  const { trace, run, ablation } = found;
  const read = reader(trace.textEscaped);
  const readAll = <T>(value: T) => (trace.textEscaped ? unescapeTexts(value) : value);
  const rawAt = rawOffsets(trace.response, trace.textEscaped);
  return {
    ...{ id: trace.id, promptId: trace.promptId, ablation, run, source: readAll(trace.source) },
    ...{ origin: trace.origin, trainStep: trainStepOf(trace), sampleIndex: trace.sampleIndex },
    prompt: promptOf(stored),
    response: read(trace.response),
    responseTokens: trace.responseTokens,
    finishReason: trace.finishReason,
    invalidReason: read(trace.invalidReason),
    answer: read(trace.answer),
    outcome: encoded(trace.outcome),
    traceSteps: stepsOf(stored, read, rawAt),
    reward: trace.reward,
    rewardTotal: encoded(trace.rewardTotal),
    group: groupOf(stored, read),
    groupAdvantage: encoded(trace.groupAdvantage),
    modelId: read(trace.modelId),
    scores: stored.traceScores.map(({ score: { firstError, value, note }, scorer }) => ({
      ...{ scorer: scorerOf(scorer), firstError, value, note },
    })),
    tokenScores: tokenScores
      ? {
          ends: tokenScores.ends.map(rawAt),
          logprobs: tokenScores.logprobs,
          entropies: tokenScores.entropies,
        }
      : null,
    extra: readAll(trace.extra),
  };
}
