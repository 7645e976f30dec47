import { columnMeans, differences, mean, populationVariance, sum, variance } from "./moments";

type Table = readonly (readonly number[])[];

const rowMean = (row: readonly number[]) => sum(row) / row.length;
const atLeastZero = (value: number) => Math.max(0, value);

/** Sums of squares of a full seeds x questions table around its margins. */
function squares(table: Table) {
  const rows = table.map(rowMean);
  const columns = columnMeans(table);
  const grand = rowMean(rows);
  const around = (values: readonly number[]) => sum(values.map((value) => (value - grand) ** 2));
  const residual = sum(
    table.flatMap((row, s) =>
      row.map((value, q) => (value - (rows[s] ?? 0) - (columns[q] ?? 0) + grand) ** 2),
    ),
  );
  return { rows, columns, grand, rowSquares: around(rows), columnSquares: around(columns), residual };
}

/** What one row (one seed) or one column (one question) leaves unknown. */
const UNKNOWN = {
  msSeed: null,
  msQuestion: null,
  msError: null,
  vSeed: null,
  vQuestion: null,
  vError: null,
  seFixedQ: null,
  seRandomQ: null,
  dfSat: null,
} as const;

/**
 * Two-way random effects of a full table Y[seed][question] of scores in [0, 1]: variance of seeds, of questions, and
 * of the rest (seed x question and decoding, confounded). `seFixedQ` = sd(seed means)/√S is for new seeds on the same
 * questions (df = S-1); `seRandomQ` also for new questions, never below either one-way standard error, with `dfSat`
 * by Satterthwaite. `bootVar` is the variance of the pigeonhole bootstrap in closed form (Owen and Eckles 2012).
 * One seed or one question: only mean and bootVar. No spread at all: dfSat null.
 */
export function twoWay(table: Table) {
  const seeds = table.length;
  const questions = table[0]?.length ?? 0;
  if (seeds === 0 || questions === 0) return { mean: null, ...UNKNOWN, bootVar: null };
  const { rows, columns, grand, rowSquares, columnSquares, residual } = squares(table);
  const cells = seeds * questions;
  const spread = (values: readonly number[]) => populationVariance(values) ?? 0;
  const bootVar =
    (spread(table.flat()) + (questions - 1) * spread(rows) + (seeds - 1) * spread(columns)) / cells;
  if (seeds < 2 || questions < 2) return { mean: grand, ...UNKNOWN, bootVar };
  const msSeed = (questions * rowSquares) / (seeds - 1);
  const msQuestion = (seeds * columnSquares) / (questions - 1);
  const msError = residual / ((seeds - 1) * (questions - 1));
  const combined = msSeed + msQuestion - msError;
  const dfBelow =
    msSeed ** 2 / (seeds - 1) +
    msQuestion ** 2 / (questions - 1) +
    msError ** 2 / ((seeds - 1) * (questions - 1));
  return {
    mean: grand,
    msSeed,
    msQuestion,
    msError,
    vSeed: atLeastZero((msSeed - msError) / questions),
    vQuestion: atLeastZero((msQuestion - msError) / seeds),
    vError: msError,
    seFixedQ: Math.sqrt(msSeed / cells),
    seRandomQ: Math.sqrt(Math.max(combined, msSeed, msQuestion) / cells),
    dfSat: dfBelow === 0 ? null : combined ** 2 / dfBelow,
    bootVar,
  };
}

/**
 * Three levels Y[seed][question][decode]: separates decoding noise (`vDecode`) from the seed x question interaction
 * (`vSQ`). One seed or one question: null there; one decode: no decoding variance, so only the mean squares.
 */
export function threeLevel(table: readonly Table[]) {
  const seeds = table.length;
  const questions = table[0]?.length ?? 0;
  const decodes = table[0]?.[0]?.length ?? 0;
  const cells = table.map((row) => row.map(rowMean));
  const within = sum(
    table.flatMap((row) => row.flatMap((cell) => cell.map((value) => (value - rowMean(cell)) ** 2))),
  );
  const msWithin = decodes < 2 ? null : within / (seeds * questions * (decodes - 1));
  const vDecode = msWithin;
  if (seeds < 2 || questions < 2)
    return {
      msWithin,
      msSQ: null,
      msSeed: null,
      msQuestion: null,
      vDecode,
      vSQ: null,
      vSeed: null,
      vQuestion: null,
    };
  const { rowSquares, columnSquares, residual } = squares(cells);
  const msSQ = (decodes * residual) / ((seeds - 1) * (questions - 1));
  const msSeed = (questions * decodes * rowSquares) / (seeds - 1);
  const msQuestion = (seeds * decodes * columnSquares) / (questions - 1);
  return {
    msWithin,
    msSQ,
    msSeed,
    msQuestion,
    vDecode,
    vSQ: msWithin === null ? null : atLeastZero((msSQ - msWithin) / decodes),
    vSeed: atLeastZero((msSeed - msSQ) / (questions * decodes)),
    vQuestion: atLeastZero((msQuestion - msSQ) / (seeds * decodes)),
  };
}

/**
 * Standard error of a difference that is meant for new seeds and new questions:
 * seTotal² = vSeedA/S_A + vSeedB/S_B + var(d)/Q, d_j the seed-averaged difference of question j, vSeed from `twoWay`.
 * An arm with one seed, or one question, leaves the parts it lacks null.
 */
export function totalSe(tableA: Table, tableB: Table) {
  const each = differences(columnMeans(tableA), columnMeans(tableB));
  const spread = variance(each);
  const { vSeed: vSeedA } = twoWay(tableA);
  const { vSeed: vSeedB } = twoWay(tableB);
  const questionPart = spread === null ? null : spread / each.length;
  const known = questionPart !== null && vSeedA !== null && vSeedB !== null;
  return {
    diff: mean(each),
    vSeedA,
    vSeedB,
    seQuestions: questionPart === null ? null : Math.sqrt(questionPart),
    seTotal: known ? Math.sqrt(vSeedA / tableA.length + vSeedB / tableB.length + questionPart) : null,
  };
}
