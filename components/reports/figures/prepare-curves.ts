import { type Axis, axisFor, positionOn } from "@/components/charts/ticks";
import type { FrozenCurve } from "@/lib/contracts/report";
import { pointwiseBand } from "@/lib/stats/pointwise-band";

/** A place along a line: 0 to 1 from the left, and from the bottom (beyond it where a band is cut). */
export interface Place {
  x: number;
  y: number;
}

export interface ArmCurve {
  arm: string;
  /** Mean over seeds; broken where fewer than two have a value. */
  mean: Place[][];
  /** Band around it: its upper and lower edge at the same places. */
  band: { x: number; lo: number; hi: number }[][];
  seeds: Place[][];
  /** Fewest and most seeds that a mean rests on. */
  n: { least: number; most: number };
}

export interface CurvePanel {
  metric: string;
  x: Axis;
  y: Axis;
  arms: ArmCurve[];
}

/** How far beyond the seeds' own values a panel may reach for its bands, as a share of their range. */
const REACH = 0.5;

type FrozenArm = FrozenCurve["arms"][number];
const middle = ([first, last]: [number, number]) => (first + last) / 2;

/** Stretches of places without a gap. */
function stretches<T>(places: readonly (T | null)[]): T[][] {
  const found: T[][] = [];
  let open: T[] = [];
  for (const place of [...places, null]) {
    if (place !== null) open.push(place);
    else if (open.length > 0) {
      found.push(open);
      open = [];
    }
  }
  return found;
}

function extent(values: readonly number[]): [number, number] {
  return [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
}

const finite = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

/** The values' range, and of the bands what does not dwarf it: with two seeds a band can be many times as wide. */
function yAxis(arms: readonly FrozenArm[], bands: readonly ReturnType<typeof pointwiseBand>[]): Axis {
  const [low, high] = extent(arms.flatMap((arm) => arm.seeds.flatMap((seed) => finite(seed.values))));
  if (low > high) return axisFor([], 4);
  const reach = REACH * (high - low);
  const [bandLow, bandHigh] = extent(bands.flatMap((band) => finite([...band.lo, ...band.hi])));
  const least = Math.max(1e-9, 1e-3 * Math.max(Math.abs(low), Math.abs(high)));
  return axisFor(
    [Math.min(low, Math.max(bandLow, low - reach)), Math.max(high, Math.min(bandHigh, high + reach))],
    4,
    least,
  );
}

/** Where a value lies on an axis, 0 to 1; bands may lie beyond. */
const unheld = ({ lo, hi }: Axis, value: number) => (hi === lo ? 0.5 : (value - lo) / (hi - lo));

function armCurve(arm: FrozenArm, band: ReturnType<typeof pointwiseBand>, x: Axis, y: Axis): ArmCurve {
  const at = arm.trainSteps.map((steps) => positionOn(x, middle(steps)));
  const line = (values: readonly (number | null)[]) =>
    stretches(values.map((value, i) => (value === null ? null : { x: at[i] ?? 0, y: unheld(y, value) })));
  const edges = band.lo.map((lo, i) => {
    const hi = band.hi[i] ?? null;
    return lo === null || hi === null ? null : { x: at[i] ?? 0, lo: unheld(y, lo), hi: unheld(y, hi) };
  });
  const [least, most] = extent(band.n.filter((n) => n > 0));
  return {
    arm: arm.arm,
    mean: line(band.mean),
    band: stretches(edges),
    seeds: arm.seeds.flatMap((seed) => line(seed.values)),
    n: { least: Number.isFinite(least) ? least : 0, most: Number.isFinite(most) ? most : 0 },
  };
}

/** Marks of one metric: every seed faint, mean and pointwise t band of each arm on axes that all arms share. */
export function prepareCurves(curve: FrozenCurve, level: number): CurvePanel {
  const bands = curve.arms.map((arm) =>
    pointwiseBand(
      arm.seeds.map((seed) => seed.values),
      level,
    ),
  );
  const x = axisFor(
    curve.arms.flatMap((arm) => arm.trainSteps.flat()),
    4,
    1,
  );
  const y = yAxis(curve.arms, bands);
  const arms = curve.arms.flatMap((arm, i) => {
    const band = bands[i];
    return band ? [armCurve(arm, band, x, y)] : [];
  });
  return { metric: curve.metric, x, y, arms };
}
