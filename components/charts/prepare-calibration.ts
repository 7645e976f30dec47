import { type Frame, frameX, frameY } from "./svg-axes";
import type { Axis } from "./ticks";

/** Items of one range of scores: their mean score, and the share that is good with its interval. All between 0 and 1. */
export interface CalibrationPoint {
  from: number;
  to: number;
  score: number;
  good: number;
  lo: number;
  hi: number;
  n: number;
}

export const SHARE_AXIS: Axis = { lo: 0, hi: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };
const [SMALLEST, LARGEST] = [2.5, 7];

interface CalibrationMark {
  key: string;
  x: number;
  y: number;
  top: number;
  bottom: number;
  /** Pixels; the area grows with n. */
  radius: number;
  words: string;
}

/** Where the points of a calibration curve lie in a frame, and the diagonal on which a score would be a probability. */
export function prepareCalibration(
  points: readonly CalibrationPoint[],
  frame: Frame,
): { marks: CalibrationMark[]; diagonal: string } {
  const most = Math.max(1, ...points.map(({ n }) => n));
  const x = (v: number) => frameX(frame, SHARE_AXIS, v);
  const y = (v: number) => frameY(frame, SHARE_AXIS, v);
  return {
    marks: points.map(({ from, to, score, good, lo, hi, n }) => ({
      ...{ key: `${from}`, x: x(score), y: y(good), top: y(hi), bottom: y(lo) },
      radius: SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(n / most),
      words: `Score ${from.toFixed(2)} to ${to.toFixed(2)}: ${(100 * good).toFixed(0)}% good [${(100 * lo).toFixed(0)}, ${(100 * hi).toFixed(0)}], n = ${n}`,
    })),
    diagonal: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}`,
  };
}
