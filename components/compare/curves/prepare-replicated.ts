import type { EdgeMark, LineLook, PlotPoint } from "@/components/charts/prepare-series";
import { type Axis, axisFor } from "@/components/charts/ticks";
import { type XScale, xScaleFor } from "@/components/charts/x-scale";
import type { ReplicatedArm, ReplicatedAxis } from "@/lib/contracts";

/** An arm as it is drawn. */
export interface CurveSource {
  arm: ReplicatedArm;
  label: string;
  look: LineLook;
}

/** Neighbouring places with the same number of seeds. */
export interface Stretch {
  n: number;
  /** Fewer seeds than the arm has: drawn thinner, since the mean is over others than before. */
  fewer: boolean;
  points: { x: number; y: number }[];
}

export interface BandPlace {
  x: number;
  lo: number;
  hi: number;
}

export interface ReplicatedCurve {
  key: string;
  label: string;
  look: LineLook;
  /** Seeds of the arm that were launched: one that failed at once or has not begun is missing all along. */
  most: number;
  /** Means over two seeds or more. */
  mean: Stretch[];
  /** Bands by their n: two seeds bear no verdict and are drawn grey. */
  bands: { grey: boolean; places: BandPlace[] }[];
  /** One list of points for each seed; y null breaks its line. */
  seeds: { seed: number; points: PlotPoint[] }[];
  edges: EdgeMark[];
  /** How many seeds have a value, from place to place (both included). */
  counts: { from: number; to: number; n: number }[];
  arm: ReplicatedArm;
}

export interface ReplicatedPlot {
  curves: ReplicatedCurve[];
  x: Axis & { scale: XScale };
  y: Axis;
  /** Some band reaches beyond the plot: a few seeds far apart would else squeeze every line flat. */
  cut: boolean;
  empty: boolean;
}

/** Places with the same value of `keyOf` in a row; null ends a row and belongs to none. */
function rows<T>(length: number, keyOf: (at: number) => T | null): { key: T; from: number; to: number }[] {
  const found: { key: T; from: number; to: number }[] = [];
  for (let at = 0; at < length; at += 1) {
    const key = keyOf(at);
    const last = found.at(-1);
    if (key === null) continue;
    if (last && last.to === at - 1 && last.key === key) last.to = at;
    else found.push({ key, from: at, to: at });
  }
  return found;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

function stretchesOf({ x, n, mean }: ReplicatedArm, most: number, unit: number): Stretch[] {
  const found = rows(x.length, (at) => ((mean[at] ?? null) === null ? null : (n[at] ?? 0)));
  return found.map(({ key, from, to }) => ({
    n: key,
    fewer: key < most,
    points: range(from, to).map((at) => ({ x: (x[at] ?? 0) / unit, y: mean[at] ?? 0 })),
  }));
}

function bandsOf({ x, n, lo, hi }: ReplicatedArm, unit: number): ReplicatedCurve["bands"] {
  const known = (at: number) => (lo[at] ?? null) !== null && (hi[at] ?? null) !== null;
  return rows(x.length, (at) => (known(at) ? (n[at] ?? 0) : null)).map(({ key, from, to }) => ({
    grey: key < 3,
    places: range(from, to).map((at) => ({ x: (x[at] ?? 0) / unit, lo: lo[at] ?? 0, hi: hi[at] ?? 0 })),
  }));
}

function edgesOf({ x, seeds }: ReplicatedArm, unit: number): EdgeMark[] {
  const marks = seeds.flatMap(({ odd }) =>
    odd.flatMap(({ at, nan, posInf, negInf }) => [
      ...(nan || posInf ? [{ x: (x[at] ?? 0) / unit, edge: "top" as const }] : []),
      ...(negInf ? [{ x: (x[at] ?? 0) / unit, edge: "bottom" as const }] : []),
    ]),
  );
  return [...new Map(marks.map((mark) => [`${mark.x} ${mark.edge}`, mark])).values()];
}

/** Stretches meet halfway between their places, so that no stretch of the axis is without its n. */
function countsOf({ x, n }: ReplicatedArm, unit: number): ReplicatedCurve["counts"] {
  const at = (place: number) => (x[Math.min(x.length - 1, Math.max(0, place))] ?? 0) / unit;
  return rows(x.length, (place) => n[place] ?? 0).map(({ key, from, to }) => ({
    n: key,
    from: (at(from - 1) + at(from)) / 2,
    to: (at(to) + at(to + 1)) / 2,
  }));
}

function curveOf({ arm, label, look }: CurveSource, unit: number): ReplicatedCurve {
  const most = Math.max(arm.launched, arm.seeds.length);
  return {
    ...{ key: arm.arm, label, look, most, arm },
    mean: stretchesOf(arm, most, unit),
    bands: bandsOf(arm, unit),
    seeds: arm.seeds.map(({ seed, values }) => ({
      seed,
      points: arm.x.map((x, at) => ({ x: x / unit, y: values[at] ?? null })),
    })),
    edges: edgesOf(arm, unit),
    counts: countsOf(arm, unit),
  };
}

function xAxisOf(curves: readonly ReplicatedCurve[], scale: XScale): Axis & { scale: XScale } {
  const ends = curves.flatMap(({ arm }) => [arm.x[0], arm.x.at(-1)]).filter((x) => x !== undefined);
  if (ends.length === 0) return { lo: 0, hi: 1, ticks: [], scale };
  const [lo, hi] = [Math.min(...ends) / scale.unitSize, Math.max(...ends) / scale.unitSize];
  const room = hi > lo ? 0 : 0.5;
  const { ticks } = axisFor([lo, hi], 5, scale.axis === "trainStep" ? 1 : Math.max(hi - lo, 1e-9));
  const whole = scale.axis === "trainStep";
  const within = ticks.filter((t) => t >= lo - room && t <= hi + room && (!whole || Number.isInteger(t)));
  return { lo: lo - room, hi: hi + room, ticks: within, scale };
}

class Extent {
  lo = Number.POSITIVE_INFINITY;
  hi = Number.NEGATIVE_INFINITY;
  hold(value: number): void {
    if (value < this.lo) this.lo = value;
    if (value > this.hi) this.hi = value;
  }
}

/**
 * Room for every seed's values, and for bands as far as that range beyond them, half as far for those over two seeds:
 * such a band is nine SD wide on either side and would make every line flat. Where a band is cut off, the plot says so.
 */
function yAxisOf(curves: readonly ReplicatedCurve[]): { y: Axis; cut: boolean } {
  const [values, bands, grey] = [new Extent(), new Extent(), new Extent()];
  for (const { seeds, bands: own } of curves) {
    for (const { points } of seeds) for (const { y } of points) if (y !== null) values.hold(y);
    for (const band of own)
      for (const { lo, hi } of band.places) {
        (band.grey ? grey : bands).hold(lo);
        (band.grey ? grey : bands).hold(hi);
      }
  }
  if (values.lo > values.hi) return { y: { lo: 0, hi: 1, ticks: [0, 1] }, cut: false };
  const size = Math.max(Math.abs(values.lo), Math.abs(values.hi));
  const least = size === 0 ? 1 : size * 0.02;
  const room = Math.max(values.hi - values.lo, least);
  const lo = Math.min(
    values.lo,
    Math.max(bands.lo, values.lo - room),
    Math.max(grey.lo, values.lo - room / 2),
  );
  const hi = Math.max(
    values.hi,
    Math.min(bands.hi, values.hi + room),
    Math.min(grey.hi, values.hi + room / 2),
  );
  const round = axisFor([lo, hi], 6, least);
  // Round ends would give half of a flat chart away: the axis ends where there is nothing left to draw.
  const margin = Math.max(hi - lo, least) * 0.04;
  const y = { lo: Math.max(round.lo, lo - margin), hi: Math.min(round.hi, hi + margin), ticks: round.ticks };
  y.ticks = y.ticks.filter((tick) => tick >= y.lo && tick <= y.hi);
  return { y, cut: Math.min(bands.lo, grey.lo) < y.lo || Math.max(bands.hi, grey.hi) > y.hi };
}

/**
 * Decides everything that a chart of replicated curves draws: means only over two seeds or more and broken where n
 * changes, bands, single seeds, n along the axis, marks of what is not finite, and axes.
 */
export function prepareReplicated(sources: readonly CurveSource[], axis: ReplicatedAxis): ReplicatedPlot {
  const largest = sources.reduce((most, { arm }) => Math.max(most, arm.x.at(-1) ?? 0), 0);
  const scale = xScaleFor(axis, largest);
  const curves = sources.map((source) => curveOf(source, scale.unitSize));
  return { curves, x: xAxisOf(curves, scale), ...yAxisOf(curves), empty: curves.length === 0 };
}
