import { type Axis, axisFor } from "@/components/charts/ticks";
import type { WhatIfArm } from "@/lib/contracts";

type Histogram = WhatIfArm["rewards"]["histogram"];

/** One of the two distributions as steps: x of an edge, y of what stands to its right. */
export interface StepLine {
  points: { x: number; y: number }[];
  n: number;
}

export interface HistogramMarks {
  x: Axis;
  /** Responses a bin. */
  y: Axis;
  before: StepLine;
  after: StepLine;
  binWidth: number;
}

const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);

function stepsOf(edges: readonly number[], counts: readonly number[]): StepLine {
  const points = edges.map((x, i) => ({ x, y: counts[i] ?? 0 }));
  return { points, n: total(counts) };
}

/** Marks of two histograms over common bins, drawn to one scale; null where there is nothing to draw. */
export function prepareHistogram({ edges, before, after }: Histogram): HistogramMarks | null {
  const [first, second] = edges;
  if (first === undefined || second === undefined) return null;
  const bounds = axisFor(edges, 6);
  const counts = axisFor([0, ...before, ...after], 3, 1);
  return {
    x: bounds,
    y: { ...counts, ticks: counts.ticks.filter(Number.isInteger) },
    before: stepsOf(edges, before),
    after: stepsOf(edges, after),
    binWidth: second - first,
  };
}

/** The histogram as a table, one row a bin. */
export function histogramCsv(quantity: string, { edges, before, after }: Histogram): string {
  const rows = before.map((count, i) => [edges[i], edges[i + 1], count, after[i]].join(","));
  return [`${quantity} from,to,as trained,with the changes`, ...rows].join("\n");
}
