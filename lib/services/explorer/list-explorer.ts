import type { Queryable } from "@/db/client";
import {
  countSelected,
  type ExplorerRecord,
  exploring,
  selectExplorerRows,
  selectWindow,
} from "@/db/queries/explorer-read";
import {
  type ExplorerQuery,
  type ExplorerRow,
  type ExplorerRows,
  encodeNumber,
  finishReason,
} from "@/lib/contracts";
import { reader } from "@/lib/services/traces/raw-text";
import { previewOf } from "@/lib/services/traces/rows";
import { scopeOf } from "./scope";

const encoded = (value: number | null) => (value === null ? null : encodeNumber(value));

function rowOf(record: ExplorerRecord): ExplorerRow {
  const { facts, hasTrainStep, modelId, textEscaped, source } = record;
  return {
    id: facts.traceId,
    runId: facts.runId,
    promptId: facts.promptId,
    origin: facts.origin,
    trainStep: hasTrainStep ? facts.trainStep : null,
    sampleIndex: facts.sampleIndex,
    modelId: reader(textEscaped)(modelId),
    source,
    promptPreview: previewOf(record),
    finishReason: facts.finishReason === null ? null : finishReason.parse(facts.finishReason),
    valid: facts.valid,
    outcome: facts.outcome === null ? null : facts.outcome === 1 ? 1 : 0,
    reward: encoded(facts.reward),
    groupAdvantage: encoded(facts.groupAdvantage),
    responseTokens: facts.responseTokens,
    stepCount: facts.stepCount,
    scoreSource: facts.scoreSource,
    solvability: facts.solvability.toString("base64"),
    meanC: facts.meanC,
    largestDrop: facts.largestDrop,
    largestDropStep: facts.largestDropStep,
    firstDropStep: facts.firstDropStep,
    fate: facts.fate,
    disagreement: facts.disagreement,
    raters: facts.raters,
  };
}

/**
 * A window of the traces of a selection and how many there are. The two are read at once, on a connection each: traces that
 * arrive between them may be counted and not listed.
 */
export async function listExplorer(db: Queryable, query: ExplorerQuery): Promise<ExplorerRows> {
  const { sort, order, offset, limit, ...selection } = query;
  const scope = await scopeOf(db, selection);
  if (!scope) return { rows: [], total: 0 };
  const [rows, total] = await Promise.all([
    exploring(db, scope, async (tx) => {
      const ids = await selectWindow(tx, scope, { sort, order }, { offset, limit });
      const records = new Map((await selectExplorerRows(tx, ids)).map((r) => [r.facts.traceId, r]));
      return ids.flatMap((id) => {
        const record = records.get(id);
        return record ? [rowOf(record)] : [];
      });
    }),
    exploring(db, scope, (tx) => countSelected(tx, scope)),
  ]);
  return { rows, total };
}
