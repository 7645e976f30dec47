import { packedSteps } from "@/lib/traces/step-counts-bytes";

/** Responses of one group, in sampling order. */
export interface DecodedGroup {
  trainStep: number;
  /** G; 0 where the response belongs to no group. */
  size: number;
  /** Where each response's record begins. */
  records: number[];
}

/** One run's responses as they were read: groups by train step, each record still in its bytes. */
export interface DecodedRun {
  view: DataView;
  groups: DecodedGroup[];
  responses: number;
  /** Trace steps of all of them. */
  steps: number;
}

/** Places within a record (db/queries/response-table.ts, `selectResponseBytes`). */
export const RECORD = {
  trainStep: 0,
  seqHigh: 4,
  seqLow: 8,
  groupHigh: 12,
  groupLow: 16,
  sampleIndex: 20,
  responseTokens: 24,
  outcome: 28,
  reward: 36,
  advantage: 44,
  groupSize: 52,
  stepCount: 56,
  formatValid: 60,
  countsLength: 64,
  counts: 68,
} as const;

/** Trace steps in the counts of the record at `offset`. */
export function stepsAt(view: DataView, offset: number): number {
  const length = view.getInt32(offset + RECORD.countsLength);
  return length === 0 ? 0 : packedSteps(length, view.getUint8(offset + RECORD.counts));
}

/** Sorts a run's records into groups, in the order of the train steps. */
export function decodeResponses(bytes: Buffer): DecodedRun {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const groups = new Map<string, DecodedGroup>();
  let responses = 0;
  let steps = 0;
  for (let offset = 0; offset < bytes.length; responses += 1) {
    groupAt(groups, view, offset).records.push(offset);
    steps += stepsAt(view, offset);
    offset += RECORD.counts + view.getInt32(offset + RECORD.countsLength);
  }
  const inOrder = [...groups.values()].sort((a, b) => a.trainStep - b.trainStep);
  const sample = (record: number) => view.getInt32(record + RECORD.sampleIndex);
  for (const { records } of inOrder) records.sort((a, b) => sample(a) - sample(b));
  return { view, groups: inOrder, responses, steps };
}

function groupAt(groups: Map<string, DecodedGroup>, view: DataView, offset: number): DecodedGroup {
  const trainStep = view.getInt32(offset + RECORD.trainStep);
  const size = view.getInt32(offset + RECORD.groupSize);
  const [high, low] = [view.getInt32(offset + RECORD.groupHigh), view.getInt32(offset + RECORD.groupLow)];
  // A response without a group stands alone: its place in the stream is its own.
  const key = size === 0 ? `alone ${offset}` : `${trainStep} ${high} ${low}`;
  const known = groups.get(key);
  if (known) return known;
  const group = { trainStep, size, records: [] };
  groups.set(key, group);
  return group;
}
