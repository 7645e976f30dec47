import { appendMetricBatch, type MetricBatchRow, type TouchedSeries } from "@/db/queries/metrics-write";
import { upsertProgress } from "@/db/queries/progress-write";
import { decodeNumber, type MetricsEvent } from "@/lib/contracts";
import { comparePoints, encodePoints, type MetricPoint } from "@/lib/metrics/points";
import { summarise } from "@/lib/metrics/summary";
import type { RunContext } from "./context";

function pointsByName(events: readonly MetricsEvent[]): Map<string, MetricPoint[]> {
  const series = new Map<string, MetricPoint[]>();
  for (const event of events) {
    const atMs = Date.parse(event.at);
    for (const [name, value] of Object.entries(event.values)) {
      const point = { trainStep: event.trainStep, value: decodeNumber(value), atMs };
      const points = series.get(name);
      if (points) points.push(point);
      else series.set(name, [point]);
    }
  }
  return series;
}

function rowOf([name, points]: [string, MetricPoint[]]): MetricBatchRow {
  points.sort(comparePoints);
  return {
    name,
    points: encodePoints(points),
    lastValue: points.at(-1)?.value ?? Number.NaN,
    ...summarise(points),
  };
}

/**
 * Stores metrics as one row of points per series, and the cost of each train step.
 * @returns the series the batch touched, with what waits to be compacted in each
 */
export async function storeMetrics(
  { tx, owner }: RunContext,
  events: readonly MetricsEvent[],
): Promise<TouchedSeries[]> {
  const progress = events.flatMap((e) =>
    e.progress ? [{ ...e.progress, trainStep: e.trainStep, at: e.at }] : [],
  );
  await upsertProgress(tx, owner, progress);
  const rows = [...pointsByName(events)].map(rowOf);
  return rows.length > 0 ? appendMetricBatch(tx, owner, rows) : [];
}
