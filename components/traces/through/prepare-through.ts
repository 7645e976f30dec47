import type { PromptTraining, TraceRow } from "@/lib/contracts";
import { solvability } from "@/lib/rewards";

type TrainStep = PromptTraining["trainSteps"][number];

/** One cell of the ribbon: the samples of one train step at one trace step. */
export interface RibbonCell {
  /** Mean c_i over the samples that have one; null where none has. */
  meanC: number | null;
  /** Samples with a c_i. */
  n: number;
  state: "value" | "missing" | "not-scored" | "none";
}

/** What the samples of one train step came to. */
export interface RibbonColumn {
  trainStep: number;
  samples: number;
  right: number;
  graded: number;
  /** By trace step, from s_1. */
  cells: RibbonCell[];
}

function cellOf(rows: readonly TraceRow[], i: number): RibbonCell {
  const counts = rows.flatMap((row) => row.steps[i] ?? []);
  const known = counts.flatMap((c) => solvability(c) ?? []);
  if (known.length > 0)
    return { meanC: known.reduce((sum, c) => sum + c, 0) / known.length, n: known.length, state: "value" };
  const state = counts.length === 0 ? "none" : counts.some((c) => c.requested > 0) ? "missing" : "not-scored";
  return { meanC: null, n: 0, state };
}

function columnOf({ trainStep, rows }: TrainStep, height: number): RibbonColumn {
  const graded = rows.filter((row) => row.outcome !== null || row.invalidReason !== null);
  return {
    trainStep,
    samples: rows.length,
    right: graded.filter((row) => row.outcome === 1 && row.invalidReason === null).length,
    graded: graded.length,
    cells: Array.from({ length: height }, (_, i) => cellOf(rows, i)),
  };
}

/** Ribbons taller than this could not be read; later trace steps are said to be left out. */
export const MOST_RIBBON_STEPS = 24;

/** A column a train step: how solvable each trace step's prefix was, over the samples of that train step. */
export function ribbonOf(trainSteps: readonly TrainStep[]): RibbonColumn[] {
  const longest = Math.max(0, ...trainSteps.flatMap(({ rows }) => rows.map((row) => row.steps.length)));
  const height = Math.min(longest, MOST_RIBBON_STEPS);
  return trainSteps.map((step) => columnOf(step, height));
}

/** Position of the train step a reader asked for, or of the last one before it; 0 where there is none. */
export function positionOf(
  trainSteps: readonly Pick<TrainStep, "trainStep">[],
  wanted: number | null,
): number {
  if (wanted === null) return Math.max(0, trainSteps.length - 1);
  return Math.max(
    0,
    trainSteps.findLastIndex(({ trainStep }) => trainStep <= wanted),
  );
}

/** The sample of a train step that carries on the one being read: same run if it can be, same number. */
export function sameSample(rows: readonly TraceRow[], of: TraceRow | null): TraceRow | null {
  if (of === null) return null;
  const alike = rows.filter((row) => row.sampleIndex === of.sampleIndex);
  return alike.find((row) => row.runId === of.runId) ?? alike[0] ?? rows[0] ?? null;
}

const CELL_WORDS = { missing: "missing", "not-scored": "not scored", none: "none" } as const;

/** "s1 0.75, s2 missing": the colours of a column in words. */
export function cellsInWords({ cells }: RibbonColumn): string {
  const said = cells.map((cell, i) => {
    const c = cell.state === "value" ? (cell.meanC ?? 0).toFixed(2) : CELL_WORDS[cell.state];
    return `s${i + 1} ${c}`;
  });
  return said.length === 0 ? "no trace steps" : `mean c: ${said.join(", ")}`;
}

/** "5 of 8 right": a column in words. */
export function columnInWords({ trainStep, samples, right, graded }: RibbonColumn): string {
  const outcome = graded === 0 ? "none graded" : `${right} of ${graded} right`;
  return `train step ${trainStep}: n = ${samples}, ${outcome}`;
}
