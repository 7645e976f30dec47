import {
  addToCells,
  type CellRow,
  type ContinuationRow,
  insertPrompts,
  insertTokenScores,
  insertTraceSteps,
  insertTraces,
  type PromptRow,
  type TraceRow,
  type TraceStepRow,
} from "@/db/queries/traces-write";
import type { TokenScores, TraceEvent, TraceRecord, TraceStepRecord } from "@/lib/contracts";
import { keepFacts } from "@/lib/services/explorer/keep-facts";
import { packStepCounts } from "@/lib/traces/step-counts-bytes";
import type { RunContext } from "./context";
import { promptIdOf, traceIdOf } from "./identity";
import { storableTrace } from "./storable";

interface PreparedTrace {
  prompt: PromptRow;
  row: TraceRow;
  steps: TraceStepRow[];
  continuations: ContinuationRow[];
  tokenScores: TokenScores | null;
}

function stepRow(traceId: string, step: TraceStepRecord): TraceStepRow {
  const { text, tokens, continuations: _, ...counts } = step;
  return {
    traceId,
    textStart: text.start,
    textEnd: text.end,
    tokenStart: tokens?.start ?? null,
    tokenEnd: tokens?.end ?? null,
    ...counts,
  };
}

function continuationRows(traceId: string, step: TraceStepRecord): ContinuationRow[] {
  return step.continuations.map((record, index) => ({ traceId, traceStep: step.index, index, ...record }));
}

const inOrder = (steps: readonly TraceStepRecord[]) => [...steps].sort((a, b) => a.index - b.index);

function traceRow(id: string, promptId: string, event: TraceEvent, textEscaped: boolean): TraceRow {
  const { prompt: _, tokenScores: __, traceSteps, group, ...trace } = event.trace;
  return {
    ...trace,
    ...{ id, promptId, textEscaped, seq: event.seq, at: event.at },
    stepCount: trace.reward?.stepCount ?? traceSteps.length,
    rewardTotal: trace.reward?.reward ?? null,
    outcome: trace.reward?.outcome ?? null,
    process: trace.reward?.process ?? null,
    groupId: group?.id ?? null,
    groupMean: group?.mean ?? null,
    groupSd: group?.sd ?? null,
    groupN: group?.n ?? null,
    groupSize: group?.size ?? null,
    stepCounts: packStepCounts(inOrder(traceSteps)).toString("hex"),
  };
}

/** The ids follow from the texts as the trainer sent them; what is stored may have to be escaped. */
function prepare(owner: RunContext["owner"], sent: TraceEvent): PreparedTrace {
  const promptId = promptIdOf(sent.trace.prompt);
  const id = traceIdOf(owner, sent.trace, promptId);
  const { event, textEscaped } = storableTrace(sent);
  return {
    prompt: { ...event.trace.prompt, id: promptId, textEscaped },
    row: traceRow(id, promptId, event, textEscaped),
    steps: event.trace.traceSteps.map((step) => stepRow(id, step)),
    continuations: event.trace.traceSteps.flatMap((step) => continuationRows(id, step)),
    tokenScores: event.trace.tokenScores,
  };
}

function newCell(trace: Pick<TraceRecord, "origin" | "trainStep">, traceStep: number): CellRow {
  const counts = { scored: 0, missing: 0, notScored: 0, sumC: 0, sumC2: 0 };
  const totals = { requested: 0, returned: 0, successes: 0, truncated: 0 };
  return { origin: trace.origin, trainStep: trace.trainStep, traceStep, ...counts, ...totals };
}

function addStep(cell: CellRow, step: TraceStepRow): void {
  if (step.returned > 0) {
    const solvability = step.successes / step.returned;
    cell.scored += 1;
    cell.sumC += solvability;
    cell.sumC2 += solvability * solvability;
  } else if (step.requested > 0) cell.missing += 1;
  else cell.notScored += 1;
  cell.requested += step.requested;
  cell.returned += step.returned;
  cell.successes += step.successes;
  cell.truncated += step.truncated;
}

/** What traces add to the heatmap: one cell for each origin, train step and trace step. */
export function cellsOf(traces: readonly Pick<PreparedTrace, "row" | "steps">[]): CellRow[] {
  const cells = new Map<string, CellRow>();
  for (const { row, steps } of traces)
    for (const step of steps) {
      const key = `${row.origin} ${row.trainStep} ${step.index}`;
      const cell = cells.get(key) ?? newCell(row, step.index);
      cells.set(key, cell);
      addStep(cell, step);
    }
  return [...cells.values()];
}

/** Stores traces with their prompts, trace steps, continuations and heatmap cells. One told twice counts once. */
export async function storeTraces({ tx, owner }: RunContext, events: readonly TraceEvent[]): Promise<void> {
  const prepared = new Map(events.map((event) => prepare(owner, event)).map((p) => [p.row.id, p]));
  const traces = [...prepared.values()];
  const prompts = new Map(traces.map(({ prompt }) => [prompt.id, prompt]));
  await insertPrompts(tx, [...prompts.values()]);
  const fresh = await insertTraces(
    tx,
    owner,
    traces.map(({ row }) => row),
  );
  const stored = traces.filter(({ row }) => fresh.has(row.id));
  await insertTraceSteps(
    tx,
    stored.flatMap(({ steps }) => steps),
    stored.flatMap(({ continuations }) => continuations),
  );
  await insertTokenScores(
    tx,
    stored.flatMap(({ row, tokenScores }) => (tokenScores ? [{ traceId: row.id, ...tokenScores }] : [])),
  );
  await addToCells(tx, owner, cellsOf(stored));
  await keepFacts(tx, [...fresh]);
}
