import type { Queryable } from "@/db/client";
import type { ExplorerScope } from "@/db/queries/explorer-where";
import {
  type ExportPlace,
  selectExportAlternatives,
  selectExportContinuations,
  selectExportPrompts,
  selectExportStepScores,
  selectExportSteps,
  selectExportTokenScores,
  selectExportTraceScores,
  selectExportTraces,
  selectExportWindow,
} from "@/db/queries/exports";
import { groupBy } from "@/lib/domain/group-by";
import type { ExportedTrace, ExportNeeds } from "@/lib/exporters/exporter";
import { traceOfRows } from "./trace-of-rows";

/** Traces that the selection is asked for at once: their ids are held, their bodies are not. */
const WINDOW = 20_000;
/** Traces whose bodies are in memory together. */
const TURN = 100;

const NOTHING = Promise.resolve([]);

/** Everything of these traces that is needed, in the order of the ids. One that was deleted meanwhile is left out. */
async function readTurn(db: Queryable, ids: readonly string[], needs: ExportNeeds): Promise<ExportedTrace[]> {
  const [found, steps, continuations, stepScores, traceScores, alternatives, tokens] = await Promise.all([
    selectExportTraces(db, ids),
    selectExportSteps(db, ids),
    needs.continuations ? selectExportContinuations(db, ids) : NOTHING,
    needs.scores ? selectExportStepScores(db, ids) : NOTHING,
    needs.scores ? selectExportTraceScores(db, ids) : NOTHING,
    needs.scores ? selectExportAlternatives(db, ids) : NOTHING,
    needs.tokenScores ? selectExportTokenScores(db, ids) : NOTHING,
  ]);
  const prompts = await selectExportPrompts(db, [...new Set(found.map(({ trace }) => trace.promptId))]);
  const promptOf = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const traceOf = new Map(found.map((each) => [each.trace.id, each]));
  const tokensOf = new Map(tokens.map((each) => [each.traceId, each]));
  const by = {
    steps: groupBy(steps, (row) => row.traceId),
    continuations: groupBy(continuations, (row) => row.traceId),
    stepScores: groupBy(stepScores, ({ score }) => score.traceId),
    traceScores: groupBy(traceScores, ({ score }) => score.traceId),
    alternatives: groupBy(alternatives, ({ alternative }) => alternative.traceId),
  };
  return ids.flatMap((id) => {
    const trace = traceOf.get(id);
    const prompt = trace && promptOf.get(trace.trace.promptId);
    if (!trace || !prompt) return [];
    return traceOfRows({
      ...{ found: trace, prompt, tokenScores: tokensOf.get(id) },
      steps: by.steps.get(id) ?? [],
      continuations: by.continuations.get(id) ?? [],
      stepScores: by.stepScores.get(id) ?? [],
      traceScores: by.traceScores.get(id) ?? [],
      alternatives: by.alternatives.get(id) ?? [],
    });
  });
}

/** Ids of a selection, a turn at a time; a window of them is held, however large the selection is. */
async function* turnsOf(db: Queryable, scope: ExplorerScope): AsyncGenerator<string[]> {
  let after: ExportPlace | null = null;
  for (;;) {
    const places: ExportPlace[] = await selectExportWindow(db, scope, { after, limit: WINDOW });
    for (let from = 0; from < places.length; from += TURN)
      yield places.slice(from, from + TURN).map(({ traceId }) => traceId);
    after = places.at(-1) ?? null;
    if (after === null || places.length < WINDOW) return;
  }
}

/** Begins a reading whose failure is told when it is waited for, and to nobody if it never is. */
function begun<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => {});
  return reading;
}

/**
 * The traces of a selection, those of one prompt behind each other. The next few are read while the last ones are
 * written; memory does not grow with the selection.
 */
export async function* readTraces(
  db: Queryable,
  scope: ExplorerScope,
  needs: ExportNeeds,
): AsyncGenerator<ExportedTrace> {
  let ahead: Promise<ExportedTrace[]> | null = null;
  for await (const ids of turnsOf(db, scope)) {
    const now: Promise<ExportedTrace[]> | null = ahead;
    ahead = begun(readTurn(db, ids, needs));
    if (now) yield* await now;
  }
  if (ahead) yield* await ahead;
}
