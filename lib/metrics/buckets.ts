import { comparePoints, type MetricPoint } from "./points";
import { addSummary, type MetricSummary, summaryOf } from "./summary";

/** What a stretch of a series looks like at some zoom. */
export interface BucketedMarks {
  resolution: "points" | "buckets";
  /** Ascending by train step; each with the train steps it stands for. */
  marks: MetricSummary[];
}

/**
 * Sums up points and windows in buckets aligned to multiples of their width, so that zooming and new points never move
 * a bucket. The result depends only on the points, not on how they were batched or compacted.
 */
export class BucketCollector {
  private readonly buckets = new Map<number, MetricSummary>();
  private points: MetricPoint[] = [];
  private windows = 0;

  constructor(
    private readonly range: { from: number; to: number },
    private readonly width: number,
    private readonly limit: number,
  ) {}

  /** Adds points; those outside the range are left out. */
  addPoints(points: readonly MetricPoint[], from: number, to: number): void {
    for (const point of points) if (point.trainStep >= from && point.trainStep <= to) this.points.push(point);
  }

  /** Adds what windows wholly inside the range bring to the bucket that begins at `start`; the summary is taken over. */
  addBucket(start: number, summary: MetricSummary): void {
    this.windows += 1;
    this.addToBucket(start, summary);
  }

  private addToBucket(trainStep: number, summary: MetricSummary): void {
    const start = Math.floor(trainStep / this.width) * this.width;
    const bucket = this.buckets.get(start);
    if (bucket) addSummary(bucket, summary);
    else this.buckets.set(start, summary);
  }

  /** The points themselves if all are at hand and few, otherwise the buckets. */
  finish(): BucketedMarks {
    if (this.windows === 0 && this.points.length <= this.limit)
      return { resolution: "points", marks: this.points.sort(comparePoints).map(summaryOf) };
    for (const point of this.points) this.addToBucket(point.trainStep, summaryOf(point));
    this.points = [];
    const marks = [...this.buckets]
      .sort(([a], [b]) => a - b)
      .map(([start, sums]) => this.placed(start, sums));
    return { resolution: "buckets", marks };
  }

  private placed(start: number, summary: MetricSummary): MetricSummary {
    summary.firstTrainStep = Math.max(start, this.range.from);
    summary.lastTrainStep = Math.min(start + this.width - 1, this.range.to);
    return summary;
  }
}
