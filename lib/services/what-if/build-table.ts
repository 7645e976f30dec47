import { allocateTable, type ResponseTable } from "@/lib/rewards";
import { type DecodedGroup, type DecodedRun, RECORD, stepsAt } from "./decode-responses";

/** Where a table's row came from. */
export interface RowOrigin {
  /** Index of the run in the list that the table was made of. */
  run: Int32Array;
  trainStep: Int32Array;
  /** Sequence number in the attempt's stream of traces. */
  seq: Float64Array;
}

export interface BuiltTable {
  table: ResponseTable;
  origin: RowOrigin;
}

const TWO_32 = 2 ** 32;

/** One table of several runs, one after the other; a train step of one run is a batch of its own. */
export function buildTableOf(runs: readonly DecodedRun[]): BuiltTable {
  const total = (of: (run: DecodedRun) => number) => runs.reduce((sum, run) => sum + of(run), 0);
  const size = total((run) => run.responses);
  const table = allocateTable(
    size,
    total((run) => run.groups.length),
    total((run) => run.steps),
  );
  const origin = {
    run: new Int32Array(size),
    trainStep: new Int32Array(size),
    seq: new Float64Array(size),
  };
  const place = { row: 0, group: 0, batch: -1 };
  runs.forEach(({ view, groups }, run) => {
    let trainStep: number | null = null;
    for (const group of groups) {
      if (group.trainStep !== trainStep) place.batch += 1;
      trainStep = group.trainStep;
      for (const [i, record] of group.records.entries()) {
        fillRow(table, place.row + i, view, record);
        fillOrigin(origin, place.row + i, view, record, run);
      }
      place.row += group.records.length;
      fillGroup(table, place, group);
      place.group += 1;
    }
  });
  return { table, origin };
}

function fillGroup(
  table: ResponseTable,
  place: { row: number; group: number; batch: number },
  group: DecodedGroup,
) {
  table.groupStart[place.group + 1] = place.row;
  table.groupComplete[place.group] = Number(group.records.length === group.size);
  table.groupBatch[place.group] = place.batch;
}

function fillRow(table: ResponseTable, row: number, view: DataView, record: number): void {
  const steps = stepsAt(view, record);
  const outcome = view.getFloat64(record + RECORD.outcome);
  const first = table.stepStart[row] ?? 0;
  table.stepStart[row + 1] = first + steps;
  // An invalid text has no trace steps, so that steps beside an invalid format mean that K was out of range.
  table.grammarValid[row] = Number(view.getInt32(record + RECORD.formatValid) === 1 || steps > 0);
  table.stepCount[row] = Math.max(steps, view.getInt32(record + RECORD.stepCount));
  table.responseTokens[row] = view.getInt32(record + RECORD.responseTokens);
  table.outcome[row] = outcome === 1 || outcome === 0 ? outcome : -1;
  table.storedReward[row] = view.getFloat64(record + RECORD.reward);
  table.storedAdvantage[row] = view.getFloat64(record + RECORD.advantage);
  fillCounts(table, first, view, record + RECORD.counts, steps);
}

function fillCounts(
  table: ResponseTable,
  first: number,
  view: DataView,
  packed: number,
  steps: number,
): void {
  if (steps === 0) return;
  const width = view.getUint8(packed);
  const count = (i: number) =>
    width === 1 ? view.getUint8(packed + 1 + i) : view.getUint32(packed + 1 + i * width);
  for (let s = 0; s < steps; s += 1) {
    table.requested[first + s] = count(4 * s);
    table.returned[first + s] = count(4 * s + 1);
    table.successes[first + s] = count(4 * s + 2);
    table.truncated[first + s] = count(4 * s + 3);
  }
}

function fillOrigin(origin: RowOrigin, row: number, view: DataView, record: number, run: number): void {
  origin.run[row] = run;
  origin.trainStep[row] = view.getInt32(record + RECORD.trainStep);
  origin.seq[row] = view.getInt32(record + RECORD.seqHigh) * TWO_32 + view.getUint32(record + RECORD.seqLow);
}
