import type { Queryable } from "@/db/client";
import {
  type FactSource,
  selectFactSources,
  selectStepCounts,
  selectStepScores,
  selectTraceScores,
  selectWithoutWords,
} from "@/db/queries/trace-facts-read";
import { type FactsRow, lockTraceFacts, upsertTraceFacts } from "@/db/queries/trace-facts-write";
import { groupBy } from "@/lib/domain/group-by";
import { disagreementOf, humanProcessOf, type Opinion, ratersOf } from "@/lib/traces/disagreement";
import { type StepEvidence, traceFactsOf } from "@/lib/traces/trace-facts";
import { wordsOf } from "./words-of";

/** By which rules facts and words are made: raise it when they change, and the next start makes older ones again. */
export const FACTS_VERSION = 3;
/** Traces in one turn: their texts are in memory together. */
const TURN = 250;

interface Evidence {
  steps: StepEvidence[];
  opinions: Opinion[];
}

const byTrace = <T extends { traceId: string }>(rows: readonly T[]) => groupBy(rows, (row) => row.traceId);

type StepScore = Awaited<ReturnType<typeof selectStepScores>>[number];
type TraceScore = Awaited<ReturnType<typeof selectTraceScores>>[number];

const shareOf = ({ successes, n, value }: StepScore): number | null =>
  successes !== null && n !== null && n > 0 ? successes / n : value;

/** A c_i counted over samples of one prompt; a value outside [0, 1] is none. */
function empiricalOf(scores: readonly StepScore[], traceStep: number): number | null {
  const score = scores.find((s) => s.kind === "empirical" && s.traceStep === traceStep);
  const share = score ? shareOf(score) : null;
  return share !== null && share >= 0 && share <= 1 ? share : null;
}

/** What each scorer says, the continuations among them. */
function opinionsOf(
  steps: readonly StepEvidence[],
  stepScores: readonly StepScore[],
  traceScores: readonly TraceScore[],
): Opinion[] {
  const scorers = new Map([...traceScores, ...stepScores].map((s) => [s.scorerId, s]));
  const firstErrors = new Map(traceScores.map((s) => [s.scorerId, s.firstError]));
  const stored = [...scorers.values()].map(({ scorerId, kind, name }) => ({
    kind,
    name,
    firstError: firstErrors.get(scorerId) ?? null,
    steps: stepScores.filter((s) => s.scorerId === scorerId).map((s) => ({ ...s, value: shareOf(s) })),
  }));
  const sampled = steps.flatMap(({ returned, successes }, at) =>
    returned > 0 ? [{ traceStep: at + 1, value: successes / returned, label: null }] : [],
  );
  const own: Opinion = { kind: "continuations", name: "continuations", firstError: null, steps: sampled };
  return [...stored, ...(sampled.length > 0 ? [own] : [])];
}

async function readEvidence(tx: Queryable, traceIds: readonly string[]): Promise<Map<string, Evidence>> {
  const counts = byTrace(await selectStepCounts(tx, traceIds));
  const stepScores = byTrace(await selectStepScores(tx, traceIds));
  const traceScores = byTrace(await selectTraceScores(tx, traceIds));
  return new Map(
    traceIds.map((id) => {
      const scores = stepScores.get(id) ?? [];
      const steps = (counts.get(id) ?? []).map((step) => ({
        ...step,
        empirical: empiricalOf(scores, step.index),
      }));
      return [id, { steps, opinions: opinionsOf(steps, scores, traceScores.get(id) ?? []) }];
    }),
  );
}

const asText = (value: number | null) => (value === null ? null : String(value));

function factsRow(source: FactSource, { steps, opinions }: Evidence, words: string[] | null): FactsRow {
  const { invalidReason, outcome, reward, groupAdvantage, ...same } = source;
  const { solvability, ...facts } = traceFactsOf(steps);
  return {
    ...same,
    valid: invalidReason === null,
    outcome: outcome === 1 || outcome === 0 ? outcome : null,
    reward: asText(reward),
    groupAdvantage: asText(groupAdvantage),
    ...facts,
    solvability: Buffer.from(solvability).toString("hex"),
    disagreement: disagreementOf(opinions, steps.length),
    raters: ratersOf(opinions),
    humanProcess: humanProcessOf(opinions, steps.length),
    version: FACTS_VERSION,
    words,
  };
}

const NOTHING: Evidence = { steps: [], opinions: [] };

async function keepTurn(tx: Queryable, traceIds: readonly string[]): Promise<void> {
  const sources = await selectFactSources(tx, traceIds);
  const evidence = await readEvidence(tx, traceIds);
  const words = await wordsOf(tx, await selectWithoutWords(tx, traceIds, FACTS_VERSION));
  await upsertTraceFacts(
    tx,
    sources.map((source) => {
      const { traceId } = source;
      return factsRow(source, evidence.get(traceId) ?? NOTHING, words.get(traceId) ?? null);
    }),
  );
}

/**
 * Brings what the explorer reads of these traces up to date: their facts, and their words where none are kept yet (texts
 * never change). To be called in the transaction that stored the traces or changed what scorers say of them.
 */
export async function keepFacts(tx: Queryable, traceIds: readonly string[]): Promise<void> {
  if (traceIds.length === 0) return;
  await lockTraceFacts(tx, traceIds);
  for (let from = 0; from < traceIds.length; from += TURN)
    await keepTurn(tx, traceIds.slice(from, from + TURN));
}
