import type { Queryable } from "@/db/client";
import { listSeries, type RangeRequest, readRanges, type SeriesRow } from "@/db/queries/metrics-read";
import {
  encodeNumber,
  type Series,
  type SeriesAnswer,
  type SeriesAxis,
  type SeriesCatalogueEntry,
  type SeriesMark,
} from "@/lib/contracts";
import { BucketCollector, type BucketedMarks } from "@/lib/metrics/buckets";
import { decodePoints } from "@/lib/metrics/points";
import { bucketWidthFor, coverOf, levelFor } from "@/lib/metrics/pyramid";
import { type MetricSummary, meanOf } from "@/lib/metrics/summary";
import { axisFor, type XOf } from "./axis";
import { type Segment, segmentsOf, spansByJob } from "./segments";

export interface SeriesParams {
  runIds: readonly string[];
  names: readonly string[];
  fromStep?: number | undefined;
  toStep?: number | undefined;
  /** Most marks of a segment, 2 to 1000. */
  buckets: number;
  axis: SeriesAxis;
  superseded: boolean;
}

const middle = (mark: MetricSummary) => Math.floor((mark.firstTrainStep + mark.lastTrainStep) / 2);

const encoded = (value: number | null) => (value === null ? null : encodeNumber(value));

/** Written out field by field: a chart has thousands of marks, and spreading objects was most of its cost. */
function markOf(summary: MetricSummary, x: number | null): SeriesMark {
  return {
    firstTrainStep: summary.firstTrainStep,
    lastTrainStep: summary.lastTrainStep,
    x,
    count: summary.count,
    finiteCount: summary.finiteCount,
    min: encoded(summary.min),
    max: encoded(summary.max),
    mean: encoded(meanOf(summary)),
    nan: summary.hasNan,
    posInf: summary.hasPosInf,
    negInf: summary.hasNegInf,
  };
}

/** Points to expect in a segment if they lie evenly: enough to choose between points and windows. */
function expectedPoints({ row, from, to }: Segment): number {
  return (row.points * (to - from + 1)) / (row.lastTrainStep - row.firstTrainStep + 1);
}

function rangesOf(segment: Segment, index: number, bucketWidth: number): RangeRequest[] {
  const { row, from, to } = segment;
  const level = levelFor(bucketWidth, expectedPoints(segment));
  return coverOf(from, to, level).map((range) => ({
    ...{ segment: index, seriesId: row.id, ...range },
    scanFrom: range.level === 0 ? Math.max(0, range.from - row.widestChunkSteps) : range.from,
  }));
}

async function readSegments(
  db: Queryable,
  segments: readonly Segment[],
  bucketWidth: number,
  buckets: number,
): Promise<BucketedMarks[]> {
  const ranges = segments.flatMap((segment, i) => rangesOf(segment, i, bucketWidth));
  const pending = segments.map(({ row, from, to }, segment) => ({ segment, seriesId: row.id, from, to }));
  const collectors = segments.map((segment) => new BucketCollector(segment, bucketWidth, buckets));
  if (segments.length === 0) return [];
  for (const row of await readRanges(db, ranges, pending, bucketWidth)) {
    const collector = collectors[row.segment];
    if (row.points) collector?.addPoints(decodePoints(row.points), row.from, row.to);
    else collector?.addBucket(row.firstTrainStep, row);
  }
  return collectors.map((collector) => collector.finish());
}

function catalogueOf(rows: readonly SeriesRow[]): SeriesCatalogueEntry[] {
  const entries = new Map<string, SeriesCatalogueEntry>();
  for (const row of rows) {
    const key = `${row.runId} ${row.name}`;
    const points = (entries.get(key)?.points ?? 0) + row.points;
    const { runId, name, lastTrainStep } = row;
    // Rows come in the order of attempts: the last one is the live one.
    entries.set(key, { runId, name, points, lastTrainStep, lastValue: encodeNumber(row.lastValue) });
  }
  return [...entries.values()];
}

function joined(segments: readonly Segment[], read: readonly BucketedMarks[], xOf: XOf): Series[] {
  const series = new Map<string, Series>();
  segments.forEach(({ row, current }, i) => {
    const found = read[i];
    if (!found) return;
    const { runId, name, attemptId, attemptNumber, jobId } = row;
    const into = series.get(`${runId} ${name}`) ?? { runId, name, segments: [] };
    series.set(`${runId} ${name}`, into);
    const marks = found.marks.map((mark) => markOf(mark, xOf(attemptId, middle(mark))));
    into.segments.push({ attemptId, attemptNumber, jobId, current, resolution: found.resolution, marks });
  });
  return [...series.values()];
}

function rangeOf(rows: readonly SeriesRow[], { fromStep, toStep }: SeriesParams) {
  const from = fromStep ?? Math.min(...rows.map((row) => row.firstTrainStep));
  const to = toStep ?? Math.max(...rows.map((row) => row.lastTrainStep));
  return { from, to };
}

/**
 * Reads metric series at any zoom: buckets of train steps, or the points themselves where they are few. What it costs
 * depends on the number of buckets and series, not on how long the runs are. Train steps that a later attempt re-ran
 * are left out of the earlier one's segment, or flagged as not current where `superseded` asks for them.
 */
export async function readSeries(db: Queryable, params: SeriesParams): Promise<SeriesAnswer> {
  const all = await listSeries(db, params.runIds);
  const names = new Set(params.names);
  const rows = all.filter((row) => names.has(row.name));
  const catalogue = catalogueOf(all);
  if (rows.length === 0)
    return {
      axis: params.axis,
      fromTrainStep: null,
      toTrainStep: null,
      bucketWidth: 1,
      catalogue,
      series: [],
    };
  const range = rangeOf(rows, params);
  const bucketWidth = bucketWidthFor(Math.max(1, range.to - range.from + 1), params.buckets);
  const spans = spansByJob(all);
  const segments = rows.flatMap((row) => segmentsOf(row, spans, { ...range, superseded: params.superseded }));
  const read = await readSegments(db, segments, bucketWidth, params.buckets);
  const places = segments.flatMap(({ row: { attemptId } }, i) =>
    (read[i]?.marks ?? []).map((mark) => ({ attemptId, trainStep: middle(mark) })),
  );
  const xOf = await axisFor(db, params.axis, spans, places);
  const answered = { fromTrainStep: range.from, toTrainStep: range.to, bucketWidth };
  return { axis: params.axis, ...answered, catalogue, series: joined(segments, read, xOf) };
}
