import type { Series, SeriesAnswer, SeriesMark, SeriesSegment } from "@/lib/contracts";

/** A patched answer may grow to this many marks a segment before it is read anew. */
const MOST_MARKS = 1000;

/** Marks before a train step, then the new ones: they hold all from there on. */
function joined(old: readonly SeriesMark[], fresh: readonly SeriesMark[], from: number): SeriesMark[] | null {
  const kept = old.filter((mark) => mark.lastTrainStep < from);
  const cut = old.some((mark) => mark.firstTrainStep < from && mark.lastTrainStep >= from);
  return cut || kept.length + fresh.length > MOST_MARKS ? null : [...kept, ...fresh];
}

function mergeSeries(old: Series | undefined, fresh: Series, from: number): Series | null {
  if (!old) return fresh.segments.every(({ resolution }) => resolution === "points") ? fresh : null;
  const segments: SeriesSegment[] = [];
  for (const segment of old.segments) {
    const twin = fresh.segments.find(
      (s) => s.attemptId === segment.attemptId && s.current === segment.current,
    );
    const marks = joined(segment.marks, twin?.marks ?? [], from);
    if (marks === null || (twin && twin.resolution !== segment.resolution)) return null;
    segments.push({ ...segment, marks });
  }
  const isNew = (s: SeriesSegment) => !old.segments.some((o) => o.attemptId === s.attemptId);
  return fresh.segments.some(isNew) ? null : { ...old, segments };
}

/**
 * An answer with its train steps from `from` on replaced by those of a later answer that begins there: what new points
 * change, without reading a whole run again. Null where that cannot be: a new attempt has taken over, a bucket is cut in
 * two, or the answer has grown too large for its chart.
 */
export function mergeTail(old: SeriesAnswer, fresh: SeriesAnswer, from: number): SeriesAnswer | null {
  if (old.axis !== fresh.axis || (fresh.bucketWidth !== old.bucketWidth && fresh.series.length > 0))
    return null;
  const series: Series[] = [];
  for (const known of old.series) {
    const news = fresh.series.find((s) => s.name === known.name && s.runId === known.runId);
    const merged = news ? mergeSeries(known, news, from) : known;
    if (merged === null) return null;
    series.push(merged);
  }
  for (const news of fresh.series) {
    if (series.some((s) => s.name === news.name && s.runId === news.runId)) continue;
    const merged = mergeSeries(undefined, news, from);
    if (merged === null) return null;
    series.push(merged);
  }
  const toTrainStep = Math.max(old.toTrainStep ?? 0, fresh.toTrainStep ?? 0);
  return { ...old, toTrainStep, catalogue: fresh.catalogue, series };
}
