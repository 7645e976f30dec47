import type { WhatIfSettings } from "@/lib/contracts";
import { groupCount, type Rescored, type ResponseTable, rescore } from "@/lib/rewards";
import type { Breather } from "./breathe";

/** Responses of a slice: a few milliseconds of rescoring. */
const SLICE_RESPONSES = 4000;

/** Groups [from, to) of which no train step goes on in another slice: GDPO and batch scaling need all of one. */
function* slices(table: ResponseTable): Generator<{ from: number; to: number }> {
  const groups = groupCount(table);
  let from = 0;
  for (let g = 1; g <= groups; g += 1) {
    const rows = (table.groupStart[g] ?? 0) - (table.groupStart[from] ?? 0);
    const batchEnds = g === groups || table.groupBatch[g] !== table.groupBatch[g - 1];
    if (g < groups && (rows < SLICE_RESPONSES || !batchEnds)) continue;
    yield { from, to: g };
    from = g;
  }
}

/** Columns of some groups; values are shared with the table, only where rows and steps begin is counted anew. */
function sliceOf(table: ResponseTable, { from, to }: { from: number; to: number }): ResponseTable {
  const rows = [table.groupStart[from] ?? 0, table.groupStart[to] ?? 0] as const;
  const steps = [table.stepStart[rows[0]] ?? 0, table.stepStart[rows[1]] ?? 0] as const;
  return {
    size: rows[1] - rows[0],
    groupStart: table.groupStart.slice(from, to + 1).map((row) => row - rows[0]),
    groupComplete: table.groupComplete.subarray(from, to),
    groupBatch: table.groupBatch.subarray(from, to),
    grammarValid: table.grammarValid.subarray(...rows),
    stepCount: table.stepCount.subarray(...rows),
    responseTokens: table.responseTokens.subarray(...rows),
    outcome: table.outcome.subarray(...rows),
    stepStart: table.stepStart.slice(rows[0], rows[1] + 1).map((step) => step - steps[0]),
    requested: table.requested.subarray(...steps),
    returned: table.returned.subarray(...steps),
    successes: table.successes.subarray(...steps),
    truncated: table.truncated.subarray(...steps),
    storedReward: table.storedReward.subarray(...rows),
    storedAdvantage: table.storedAdvantage.subarray(...rows),
  };
}

function joined(parts: readonly Rescored[], size: number): Rescored {
  const floats = (column: (part: Rescored) => Float64Array) =>
    fill(new Float64Array(size), parts.map(column));
  const bytes = (column: (part: Rescored) => Uint8Array) => fill(new Uint8Array(size), parts.map(column));
  return {
    rewards: floats((p) => p.rewards),
    advantages: floats((p) => p.advantages),
    formatValid: bytes((p) => p.formatValid),
    format: floats((p) => p.format),
    outcomeGated: floats((p) => p.outcomeGated),
    processGated: floats((p) => p.processGated),
    stepBonus: floats((p) => p.stepBonus),
    process: floats((p) => p.process),
    gate: bytes((p) => p.gate),
    weights: parts[0]?.weights ?? { outcome: 0, process: 0 },
  };
}

function fill<T extends Float64Array | Uint8Array>(into: T, columns: readonly T[]): T {
  let at = 0;
  for (const column of columns) {
    into.set(column, at);
    at += column.length;
  }
  return into;
}

/** `rescore`, in slices between which the server breathes. Same numbers as in one go. */
export async function rescoreInSlices(
  table: ResponseTable,
  settings: WhatIfSettings,
  breather: Breather,
): Promise<Rescored> {
  const parts: Rescored[] = [];
  for (const slice of slices(table)) {
    parts.push(rescore(sliceOf(table, slice), settings));
    await breather.pause();
  }
  return joined(parts, table.size);
}
