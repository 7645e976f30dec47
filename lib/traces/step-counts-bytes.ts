/** The continuation counts of one trace step. */
export interface StepCounts {
  requested: number;
  returned: number;
  successes: number;
  truncated: number;
}

/** Numbers a trace step. */
const FIELDS = 4;
const WIDEST_BYTE = 255;

/**
 * The counts of a trace's steps as bytes: one byte that says how wide a count is (1 or 4 bytes, big-endian), then
 * requested, returned, successes and truncated of each trace step, in order. Nothing at all for a trace without steps.
 * Small, because every response of an ablation is read at once where rewards are recomputed.
 */
export function packStepCounts(steps: readonly StepCounts[]): Buffer {
  if (steps.length === 0) return Buffer.alloc(0);
  const counts = steps.flatMap((s) => [s.requested, s.returned, s.successes, s.truncated]);
  const width = counts.every((count) => count <= WIDEST_BYTE) ? 1 : 4;
  const bytes = Buffer.alloc(1 + width * counts.length);
  bytes.writeUInt8(width, 0);
  counts.forEach((count, i) => {
    bytes.writeUIntBE(count, 1 + i * width, width);
  });
  return bytes;
}

/** How many trace steps packed counts of so many bytes hold, the first byte being `width`. */
export function packedSteps(bytes: number, width: number): number {
  return bytes === 0 ? 0 : (bytes - 1) / (FIELDS * width);
}

/** Packed counts as they were before. Throws RangeError for bytes that `packStepCounts` does not write. */
export function unpackStepCounts(bytes: Buffer): StepCounts[] {
  if (bytes.length === 0) return [];
  const width = bytes.readUInt8(0);
  const steps = packedSteps(bytes.length, width);
  if ((width !== 1 && width !== 4) || !Number.isInteger(steps))
    throw new RangeError(`${bytes.length} bytes with counts ${width} bytes wide are no packed step counts`);
  const read = (step: number, field: number) => bytes.readUIntBE(1 + (step * FIELDS + field) * width, width);
  return Array.from({ length: steps }, (_, step) => ({
    requested: read(step, 0),
    returned: read(step, 1),
    successes: read(step, 2),
    truncated: read(step, 3),
  }));
}
