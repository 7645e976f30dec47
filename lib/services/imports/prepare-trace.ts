import { createHash } from "node:crypto";
import type { AlternativeRow, StepScoreRow, TraceScoreRow } from "@/db/queries/imports-scores";
import type { ContinuationRow, PromptRow, TraceRow, TraceStepRow } from "@/db/queries/traces-write";
import type {
  ImportedScorer,
  ImportedStep,
  ImportedTrace,
  PromptMedia,
  Span,
  TokenScores,
} from "@/lib/contracts";
import { escapedOffsets, storableText } from "@/lib/domain/stored-text";
import { packStepCounts } from "@/lib/traces/step-counts-bytes";
import { contentId } from "../ingest/identity";
import { storable } from "../ingest/storable";

/** A trace on its way in: its id, its place in the import, and what of it goes where. */
export interface PreparedImport {
  run: string;
  prompt: PromptRow;
  row: TraceRow;
  steps: TraceStepRow[];
  continuations: ContinuationRow[];
  stepScores: StepScoreRow[];
  traceScores: TraceScoreRow[];
  alternatives: AlternativeRow[];
  tokenScores: TokenScores | null;
}

/** What a trace needs beside itself to be stored. */
export interface ImportPlace {
  importId: string;
  traceId: string;
  /** Its number in the import, from 1. */
  seq: number;
  sampleIndex: number;
  at: Date;
  /** The prompt's images and videos, as they are kept. */
  media: PromptMedia[];
  /** The id of a scorer, which is made beforehand. */
  scorerId: (scorer: ImportedScorer) => string;
}

const NEVER_ASKED = { requested: 0, returned: 0, successes: 0, truncated: 0 };

/** Identity of a prompt: as a trainer's where it has no media, so that both are one. */
export function importedPromptId({ messages, answer, media }: ImportedTrace["prompt"]): string {
  const said = messages.map(({ role, content }) => [role, content]);
  const shown = media.map(({ kind, name, sha256, data, atSeconds }) => [
    kind,
    sha256 ?? sumOf(data) ?? name,
    atSeconds,
  ]);
  return contentId("prompt", shown.length === 0 ? [said, answer] : [said, answer, shown]);
}

const sumOf = (data: string | null) =>
  data === null ? null : createHash("sha256").update(data, "base64").digest("hex");

/** A trace as it can be stored: texts escaped where they must be, and spans moved with them. */
function storableImport(sent: ImportedTrace): { trace: ImportedTrace; textEscaped: boolean } {
  const { event: trace, textEscaped } = storable(sent);
  if (!textEscaped) return { trace, textEscaped };
  const offset = escapedOffsets(sent.response);
  const moved = ({ start, end }: Span): Span => ({ start: offset(start), end: offset(end) });
  const traceSteps = trace.traceSteps.map((step) => ({ ...step, text: moved(step.text) }));
  const tokenScores = trace.tokenScores && { ...trace.tokenScores, ends: trace.tokenScores.ends.map(offset) };
  return { trace: { ...trace, traceSteps, tokenScores }, textEscaped };
}

function promptRow(
  prompt: ImportedTrace["prompt"],
  id: string,
  media: PromptMedia[],
  textEscaped: boolean,
): PromptRow {
  const { dataset, family, messages, answer } = prompt;
  return { id, key: prompt.key ?? id, dataset, family, messages, answer, media, textEscaped };
}

function traceRow(
  trace: ImportedTrace,
  place: ImportPlace,
  promptId: string,
  textEscaped: boolean,
): TraceRow {
  const { group, reward } = trace;
  return {
    ...{ id: place.traceId, promptId, textEscaped, seq: place.seq, at: place.at.toISOString() },
    ...{ importId: place.importId, source: trace.source, extra: trace.extra },
    ...{ origin: trace.origin, trainStep: trace.trainStep ?? 0, sampleIndex: place.sampleIndex },
    ...{ response: trace.response, responseTokens: trace.responseTokens, modelId: trace.modelId },
    ...{ finishReason: trace.finishReason, invalidReason: trace.invalidReason, answer: trace.answer },
    ...{ reward, groupAdvantage: trace.groupAdvantage, outcome: trace.outcome },
    stepCount: trace.traceSteps.length,
    rewardTotal: reward?.reward ?? trace.rewardTotal,
    process: reward?.process ?? null,
    groupId: group?.id ?? null,
    groupMean: group?.mean ?? null,
    groupSd: group?.sd ?? null,
    groupN: group?.n ?? null,
    groupSize: group?.size ?? null,
    stepCounts: packStepCounts(trace.traceSteps.map(({ counts }) => counts ?? NEVER_ASKED)).toString("hex"),
  };
}

function stepRow(traceId: string, step: ImportedStep, index: number): TraceStepRow {
  const { text, tokens, straddled, counts } = step;
  return {
    ...{ traceId, index, straddled, textStart: text.start, textEnd: text.end },
    tokenStart: tokens?.start ?? null,
    tokenEnd: tokens?.end ?? null,
    ...(counts ?? NEVER_ASKED),
  };
}

/**
 * What hangs on trace step i. Names, notes and tags of scorers are read without the trace's flag, so they are stored by
 * themselves, from the step as it was sent.
 */
function onStep(
  step: ImportedStep,
  sent: ImportedStep,
  traceStep: number,
  { traceId, scorerId }: ImportPlace,
) {
  return {
    continuations: step.continuations.map((record, index) => ({ traceId, traceStep, index, ...record })),
    stepScores: sent.scores.map(({ scorer, note, tags, ...score }) => ({
      ...{ traceId, traceStep, ...score, scorerId: scorerId(scorer) },
      ...{ note: storableText(note), tags: tags.map(storableText) },
    })),
    alternatives: step.alternatives.map(({ scorer: _, ...other }, index) => ({
      ...{ traceId, traceStep, index, ...other },
      scorerId: scorerOf(sent.alternatives[index]?.scorer, scorerId),
    })),
  };
}

function scorerOf(
  scorer: ImportedScorer | null | undefined,
  scorerId: ImportPlace["scorerId"],
): string | null {
  return scorer ? scorerId(scorer) : null;
}

/** The rows of an imported trace. Ids follow from the texts as the source has them. */
export function prepareTrace(sent: ImportedTrace, place: ImportPlace): PreparedImport {
  const promptId = importedPromptId(sent.prompt);
  const { trace, textEscaped } = storableImport(sent);
  const hanging = trace.traceSteps.map((step, i) => onStep(step, sent.traceSteps[i] ?? step, i + 1, place));
  return {
    run: sent.run,
    prompt: promptRow(trace.prompt, promptId, place.media, textEscaped),
    row: traceRow(trace, place, promptId, textEscaped),
    steps: trace.traceSteps.map((step, i) => stepRow(place.traceId, step, i + 1)),
    continuations: hanging.flatMap(({ continuations }) => continuations),
    stepScores: hanging.flatMap(({ stepScores }) => stepScores),
    alternatives: hanging.flatMap(({ alternatives }) => alternatives),
    traceScores: sent.scores.map(({ scorer, note, ...score }) => ({
      ...{ traceId: place.traceId, scorerId: place.scorerId(scorer), ...score, note: storableText(note) },
    })),
    tokenScores: trace.tokenScores,
  };
}

/** Every scorer that a trace names. */
export function scorersOf(trace: ImportedTrace): ImportedScorer[] {
  const onSteps = trace.traceSteps.flatMap(({ scores, alternatives }) => [
    ...scores.map(({ scorer }) => scorer),
    ...alternatives.flatMap(({ scorer }) => (scorer ? [scorer] : [])),
  ]);
  return [...onSteps, ...trace.scores.map(({ scorer }) => scorer)];
}
