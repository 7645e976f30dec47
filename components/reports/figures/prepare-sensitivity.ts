import { axisFor, positionOn } from "@/components/charts/ticks";
import type { SensitivityAnswer, SensitivityArm } from "@/lib/contracts/sensitivity";
import type { CurvePanel } from "./prepare-curves";

interface Point {
  x: number;
  /** Percent; null: nothing to take a share of. */
  y: number | null;
}

type Read = (arm: SensitivityArm) => Point[];

const percent = (part: number, whole: number) => (whole === 0 ? null : (100 * part) / whole);

const QUANTITIES: readonly { metric: string; title: string; xTitle: string; read: Read }[] = [
  {
    metric: "gate flips",
    title: "Gate flips",
    xTitle: "M' continuations a trace step",
    read: ({ continuations }) =>
      continuations
        .filter(({ kind }) => kind === "exact")
        .map((point) => ({ x: point.continuations, y: point.gate ? 100 * point.gate.flips : null })),
  },
  {
    metric: "signs by M",
    title: "Advantage signs flipped",
    xTitle: "M' continuations a trace step",
    read: ({ continuations }) =>
      continuations
        .filter(({ kind }) => kind === "exact")
        .map((point) => ({
          x: point.continuations,
          y: point.resampled ? 100 * point.resampled.flipped.value : null,
        })),
  },
  {
    metric: "gate passes",
    title: "Gate passes",
    xTitle: "gate threshold τ",
    read: ({ tau }) => tau.map(({ value, gate }) => ({ x: value, y: percent(gate.pass, gate.n) })),
  },
  {
    metric: "signs by tau",
    title: "Advantage signs flipped",
    xTitle: "gate threshold τ",
    read: ({ tau }) => tau.map(({ value, signs }) => ({ x: value, y: percent(signs.flipped, signs.n) })),
  },
];

export type SensitivityPanel = CurvePanel & { title: string; unit: string; xTitle: string };

/** How much the stored rewards move with M' and tau, a line an arm; arms without continuations have none. */
export function prepareSensitivity({ arms }: SensitivityAnswer): SensitivityPanel[] {
  const continued = arms.filter(({ base }) => base.continued > 0);
  return QUANTITIES.map(({ metric, title, xTitle, read }) => {
    const lines = continued.map((arm) => ({ arm, points: read(arm) }));
    const all = lines.flatMap(({ points }) => points);
    const x = axisFor(
      all.map((point) => point.x),
      4,
      0.5,
    );
    const y = axisFor([0, ...all.flatMap((point) => (point.y === null ? [] : [point.y]))], 4, 1);
    return {
      ...{ metric, title, unit: "%", xTitle, x, y },
      arms: lines.map(({ arm, points }) => {
        const places = points.flatMap((point) =>
          point.y === null ? [] : [{ x: positionOn(x, point.x), y: positionOn(y, point.y) }],
        );
        const n = arm.base.responses;
        return { arm: arm.arm.key, mean: [places], band: [], seeds: [], n: { least: n, most: n } };
      }),
    };
  });
}
