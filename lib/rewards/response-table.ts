/**
 * Stored responses of one or more runs in columns: what "What if" and "Sensitivity" compute on. Rows are sorted by group;
 * a group's rows are consecutive. Row i of every column is the same response, so that whoever builds a table keeps the
 * trace ids in a list beside it. Nothing here is copied by the functions that read it, and none of them writes to it.
 */
export type ResponseTable = {
  /** N: responses. */
  size: number;
  /** Rows of group g are groupStart[g] … groupStart[g + 1] - 1; length is the number of groups + 1. */
  groupStart: Int32Array;
  /** 1 where the stored responses are all of the group's G; else its advantages and c_0 cannot be recomputed. */
  groupComplete: Uint8Array;
  /** Ascending index of the train step (of one attempt) that the group was sampled in: the batch of GDPO and "batch". */
  groupBatch: Int32Array;
  /** 1 where the text is of the grammar; the bounds on K are checked anew. A stored trace step says that it is. */
  grammarValid: Uint8Array;
  /** K: trace steps of the text as it is (not the reward's stepCount, which is 0 where K is out of range). */
  stepCount: Int32Array;
  responseTokens: Int32Array;
  /** 1 right, 0 wrong, -1 unknown. */
  outcome: Int8Array;
  /** Trace steps of row i are stepStart[i] … stepStart[i + 1] - 1 in the columns below; length N + 1. */
  stepStart: Int32Array;
  requested: Int32Array;
  returned: Int32Array;
  successes: Int32Array;
  truncated: Int32Array;
  /** R as trained with; NaN = null. */
  storedReward: Float64Array;
  /** groupAdvantage as trained with; NaN = null. */
  storedAdvantage: Float64Array;
};

/** One response to build a table from. Responses of one group must follow each other. */
export type ResponseRow = {
  grammarValid: boolean;
  stepCount: number;
  responseTokens: number;
  outcome: boolean | null;
  steps: readonly { requested: number; returned: number; successes: number; truncated?: number }[];
  reward: number | null;
  advantage: number | null;
};

/** A group to build a table from: its responses, G, and the train step (of one attempt) as a number that only ever rises. */
export type ResponseGroup = { batch: number; size: number; responses: readonly ResponseRow[] };

/** An empty table of the given extents, for a reader that fills the columns itself. */
export function allocateTable(size: number, groups: number, steps: number): ResponseTable {
  return {
    size,
    groupStart: new Int32Array(groups + 1),
    groupComplete: new Uint8Array(groups),
    groupBatch: new Int32Array(groups),
    grammarValid: new Uint8Array(size),
    stepCount: new Int32Array(size),
    responseTokens: new Int32Array(size),
    outcome: new Int8Array(size),
    stepStart: new Int32Array(size + 1),
    requested: new Int32Array(steps),
    returned: new Int32Array(steps),
    successes: new Int32Array(steps),
    truncated: new Int32Array(steps),
    storedReward: new Float64Array(size),
    storedAdvantage: new Float64Array(size),
  };
}

/** A table from records: for small selections and tests. */
export function buildTable(groups: readonly ResponseGroup[]): ResponseTable {
  const rows = groups.flatMap((group) => group.responses);
  const steps = rows.reduce((total, row) => total + row.steps.length, 0);
  const table = allocateTable(rows.length, groups.length, steps);
  groups.forEach((group, g) => {
    const start = at(table.groupStart, g);
    table.groupStart[g + 1] = start + group.responses.length;
    table.groupComplete[g] = Number(group.responses.length === group.size);
    table.groupBatch[g] = group.batch;
  });
  for (const [i, row] of rows.entries()) fillRow(table, i, row);
  return table;
}

function fillRow(table: ResponseTable, i: number, row: ResponseRow): void {
  const first = at(table.stepStart, i);
  table.grammarValid[i] = Number(row.grammarValid);
  table.stepCount[i] = row.stepCount;
  table.responseTokens[i] = row.responseTokens;
  table.outcome[i] = row.outcome === null ? -1 : Number(row.outcome);
  table.stepStart[i + 1] = first + row.steps.length;
  table.storedReward[i] = row.reward ?? Number.NaN;
  table.storedAdvantage[i] = row.advantage ?? Number.NaN;
  row.steps.forEach((step, s) => {
    table.requested[first + s] = step.requested;
    table.returned[first + s] = step.returned;
    table.successes[first + s] = step.successes;
    table.truncated[first + s] = step.truncated ?? 0;
  });
}

/** Number of groups. */
export function groupCount(table: ResponseTable): number {
  return table.groupStart.length - 1;
}

/** Element of a typed array. Throws RangeError past its end: a table whose columns do not fit together is a fault. */
export function at(column: ArrayLike<number>, index: number): number {
  const value = column[index];
  if (value === undefined) throw new RangeError(`row ${index} of a column of ${column.length}`);
  return value;
}
