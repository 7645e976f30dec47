/** One logged value. `atMs`: epoch milliseconds. The value may be NaN or infinite. */
export interface MetricPoint {
  trainStep: number;
  value: number;
  atMs: number;
}

const POINT_BYTES = 20;

/** Points as (int32 trainStep, float64 value, float64 epoch ms) triples, little endian: what metric_chunks keeps. */
export function encodePoints(points: readonly MetricPoint[]): Buffer {
  const bytes = Buffer.allocUnsafe(points.length * POINT_BYTES);
  let at = 0;
  for (const point of points) {
    bytes.writeInt32LE(point.trainStep, at);
    bytes.writeDoubleLE(point.value, at + 4);
    bytes.writeDoubleLE(point.atMs, at + 12);
    at += POINT_BYTES;
  }
  return bytes;
}

/** @throws if the bytes are no whole number of points */
export function decodePoints(bytes: Uint8Array): MetricPoint[] {
  if (bytes.byteLength % POINT_BYTES !== 0) throw new Error(`${bytes.byteLength} bytes are not whole points`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const points: MetricPoint[] = [];
  for (let at = 0; at < bytes.byteLength; at += POINT_BYTES)
    points.push({
      trainStep: view.getInt32(at, true),
      value: view.getFloat64(at + 4, true),
      atMs: view.getFloat64(at + 12, true),
    });
  return points;
}

/** The order in which points are kept and drawn: by train step, then by time. */
export function comparePoints(a: MetricPoint, b: MetricPoint): number {
  return a.trainStep - b.trainStep || a.atMs - b.atMs;
}
