import type { Db } from "@/db/client";
import {
  addToWindows,
  type CompactedChunk,
  lockSeries,
  putChunks,
  takePending,
} from "@/db/queries/metrics-compact";
import type { TouchedSeries } from "@/db/queries/metrics-write";
import { comparePoints, decodePoints, encodePoints, type MetricPoint } from "@/lib/metrics/points";
import { windowsOf } from "@/lib/metrics/pyramid";
import { summarise } from "@/lib/metrics/summary";

/** Points in a full chunk. */
export const CHUNK_POINTS = 1_000;
/** A series is compacted once this many rows or points wait: what a reader has to decode stays bounded. */
const MAX_PENDING_ROWS = 64;
const MAX_PENDING_POINTS = CHUNK_POINTS;

/** Sorted points as chunks of {@link CHUNK_POINTS}; the last one may have room left. */
export function chunksOf(points: readonly MetricPoint[]): CompactedChunk[] {
  const chunks: CompactedChunk[] = [];
  for (let at = 0; at < points.length; at += CHUNK_POINTS) {
    const slice = points.slice(at, at + CHUNK_POINTS);
    chunks.push({ ...summarise(slice), points: encodePoints(slice) });
  }
  return chunks;
}

/**
 * Merges what waits of one series into chunks and windows. One transaction, so a reader sees every point once; whoever
 * finds the series locked leaves it to the one who holds it.
 */
export async function compactSeries(db: Db, seriesId: string): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await lockSeries(tx, seriesId))) return;
    const taken = await takePending(tx, seriesId, CHUNK_POINTS);
    const waiting = taken.filter((chunk) => !chunk.compacted);
    const fresh = waiting.flatMap((chunk) => decodePoints(chunk.points));
    const open = taken.filter((chunk) => chunk.compacted).flatMap((chunk) => decodePoints(chunk.points));
    const points = [...open, ...fresh].sort(comparePoints);
    await putChunks(tx, seriesId, chunksOf(points), { rows: waiting.length, points: fresh.length });
    await addToWindows(tx, seriesId, windowsOf(fresh));
  });
}

/** Compacts those series of a batch in which enough waits. Series by series, so that no lock is held for long. */
export async function compactTouched(db: Db, touched: readonly TouchedSeries[]): Promise<void> {
  const due = touched.filter(
    (s) => s.pendingRows >= MAX_PENDING_ROWS || s.pendingPoints >= MAX_PENDING_POINTS,
  );
  for (const series of due) await compactSeries(db, series.id);
}
