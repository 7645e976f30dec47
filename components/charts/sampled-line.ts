import type { SeriesMark, SeriesSegment } from "@/lib/contracts";
import type { LineLook, LineSource } from "./prepare-series";

/** Samples of one stretch of time, in the unit they are drawn in or in one that `scale` divides into it. */
export interface SampledMark {
  /** Milliseconds. */
  x: number;
  count: number;
  min: number;
  mean: number;
  max: number;
}

/** Marks of one attempt (or of a host: one for all time). */
export interface SampledPart extends Pick<SeriesSegment, "attemptId" | "attemptNumber" | "jobId"> {
  marks: readonly SampledMark[];
}

export interface SampledLine {
  key: string;
  label: string;
  look: LineLook;
  parts: readonly SampledPart[];
  /** Values are divided by this. */
  scale: number;
  /** Marks further apart than this have nothing between them: the line breaks. */
  gapMs: number;
}

const NO_TRAIN_STEP = { firstTrainStep: 0, lastTrainStep: 0, nan: false, posInf: false, negInf: false };

function markOf({ x, count, min, mean, max }: SampledMark, scale: number): SeriesMark {
  const values = { min: min / scale, mean: mean / scale, max: max / scale };
  return { ...NO_TRAIN_STEP, x, count, finiteCount: count, ...values };
}

/** Says that nothing was measured there. */
const gapAt = (x: number): SeriesMark => ({
  ...{ ...NO_TRAIN_STEP, x, count: 0, finiteCount: 0, min: null, mean: null, max: null },
});

/** Samples as a line of a chart of series: broken where nothing was sampled, marked where another attempt took over. */
export function sampledLine({ key, label, look, parts, scale, gapMs }: SampledLine): LineSource {
  const segments: SeriesSegment[] = [];
  let [before, drawn]: [number | null, SeriesMark[]] = [null, []];
  for (const { marks, ...part } of parts) {
    // A gap belongs to what was sampled before it: another attempt begins where its first sample lies.
    let into = drawn;
    drawn = [];
    for (const mark of marks) {
      if (before !== null && mark.x - before > gapMs) into.push(gapAt((before + mark.x) / 2));
      into = drawn;
      drawn.push(markOf(mark, scale));
      before = mark.x;
    }
    segments.push({ ...part, current: true, resolution: "buckets", marks: drawn });
  }
  return { key, label, look, series: { runId: "", name: key, segments } };
}
