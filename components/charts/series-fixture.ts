import { encodeNumber, type Series, type SeriesMark, type SeriesSegment } from "@/lib/contracts";
import type { LineSource } from "./prepare-series";

/** A logged value as the contract sends it. */
export function markOf(trainStep: number, value: number, x: number | null = trainStep): SeriesMark {
  const known = Number.isFinite(value);
  const finite = known ? encodeNumber(value) : null;
  return {
    ...{ firstTrainStep: trainStep, lastTrainStep: trainStep, x, count: 1, finiteCount: known ? 1 : 0 },
    ...{ min: finite, max: finite, mean: finite },
    nan: Number.isNaN(value),
    posInf: value === Number.POSITIVE_INFINITY,
    negInf: value === Number.NEGATIVE_INFINITY,
  };
}

export function segmentOf(marks: SeriesMark[], changes: Partial<SeriesSegment> = {}): SeriesSegment {
  return {
    ...{ attemptId: "att_00000001", attemptNumber: 1, jobId: "job_00000001", current: true },
    ...{ resolution: "points" as const, marks, ...changes },
  };
}

export function seriesOf(segments: SeriesSegment[], name = "reward/mean"): Series {
  return { runId: "run_00000001", name, segments };
}

export function sourceOf(segments: SeriesSegment[], changes: Partial<LineSource> = {}): LineSource {
  const look = { colour: "#0072B2", dash: "" };
  return { key: "a", label: "mixed · seed 1", look, series: seriesOf(segments), ...changes };
}
