import type { HeatmapCell, HeatmapInput } from "@/components/charts/prepare-heatmap";
import type { SolvabilityCell } from "@/lib/contracts";

/** A column of the train step heatmap: the train steps [from, to] (the same, unless there are too many to draw). */
export interface TrainStepColumn {
  from: number;
  to: number;
}

/** What is known of one cell: pooled over its column's train steps. */
export interface CellFacts {
  scored: number;
  missing: number;
  notScored: number;
  mean: number | null;
  /** n-1; null below two. */
  sd: number | null;
  returned: number;
  successes: number;
}

export interface TrainStepHeatmap extends HeatmapInput {
  trainSteps: TrainStepColumn[];
  factsAt: (column: number, row: number) => CellFacts | null;
}

/** More columns than this are drawn a few train steps to a column. */
export const MOST_COLUMNS = 400;

function pooled(cells: readonly SolvabilityCell[]): CellFacts {
  const total = (pick: (c: SolvabilityCell) => number) => cells.reduce((sum, c) => sum + pick(c), 0);
  const scored = total((c) => c.scored);
  const mean = scored === 0 ? null : total((c) => (c.meanC ?? 0) * c.scored) / scored;
  // Within the cells plus between their means: exact, and stable where sums of squares are not.
  const squares = total(
    (c) => (c.sdC ?? 0) ** 2 * Math.max(0, c.scored - 1) + c.scored * ((c.meanC ?? 0) - (mean ?? 0)) ** 2,
  );
  return {
    scored,
    missing: total((c) => c.missing),
    notScored: total((c) => c.notScored),
    mean,
    sd: scored < 2 ? null : Math.sqrt(squares / (scored - 1)),
    returned: total((c) => c.returned),
    successes: total((c) => c.successes),
  };
}

/** The look of a pooled cell. Any scored c_i makes a mean; the rest is told by its counts. */
export function lookOf(facts: CellFacts | null): HeatmapCell {
  if (!facts) return { kind: "empty" };
  if (facts.mean !== null) return { kind: "value", c: facts.mean };
  if (facts.missing > 0) return { kind: "missing" };
  return facts.notScored > 0 ? { kind: "not-scored" } : { kind: "empty" };
}

/** Recorded train steps in order, put together so that at most `most` columns remain. */
function columnsOf(trainSteps: readonly number[], most: number): TrainStepColumn[] {
  const inOrder = [...new Set(trainSteps)].sort((a, b) => a - b);
  const each = Math.max(1, Math.ceil(inOrder.length / most));
  const columns: TrainStepColumn[] = [];
  for (let i = 0; i < inOrder.length; i += each) {
    const [from, to] = [inOrder[i], inOrder[Math.min(i + each, inOrder.length) - 1]];
    if (from !== undefined && to !== undefined) columns.push({ from, to });
  }
  return columns;
}

/**
 * Mean solvability as train step (columns, the recorded ones) x trace step (rows from 1).
 * `trainSteps` are the train steps to make columns of, so that several runs can share them; those of the cells if absent.
 */
export function byTrainStep(
  cells: readonly SolvabilityCell[],
  { trainSteps = cells.map((c) => c.trainStep), rows = 0, most = MOST_COLUMNS } = {},
): TrainStepHeatmap {
  const columns = columnsOf(trainSteps, most);
  const height = cells.reduce((highest, c) => Math.max(highest, c.traceStep), rows);
  const columnOf = new Map<number, number>();
  const starts = columns.map((c) => c.from);
  const members = new Map<number, SolvabilityCell[]>();
  for (const cell of cells) {
    const column = columnOf.get(cell.trainStep) ?? lastAtMost(starts, cell.trainStep);
    columnOf.set(cell.trainStep, column);
    const at = (cell.traceStep - 1) * columns.length + column;
    members.set(at, [...(members.get(at) ?? []), cell]);
  }
  const facts = new Map([...members].map(([at, group]) => [at, pooled(group)]));
  const factsAt = (column: number, row: number) => facts.get(row * columns.length + column) ?? null;
  return {
    columns: columns.length,
    rows: height,
    trainSteps: columns,
    factsAt,
    cellAt: (column, row) => lookOf(factsAt(column, row)),
  };
}

/** Index of the last start that is at most `value`, by halving. */
function lastAtMost(starts: readonly number[], value: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? Infinity) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
