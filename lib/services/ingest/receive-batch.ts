import type { Db } from "@/db/client";
import { type AttemptPlace, findAttemptPlace } from "@/db/queries/ingest-attempts";
import { insertRunEvents } from "@/db/queries/ingest-events";
import type { EventBatchAnswer } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { announce } from "../live/announce";
import { compactTouched } from "./compact";
import { announceBatch, ingestBatch } from "./ingest-batch";
import { type ParsedBatch, parseBatch } from "./parse-batch";
import { storable } from "./storable";

/** What a request to ingest says about itself, apart from its body. */
export interface BatchTarget {
  /** Whose token it came with. */
  attemptId: string;
  /** The run or job of the address. */
  target: { runId: string } | { jobId: string };
}

type Target = BatchTarget["target"];

/** Whether the address names the attempt's own run or job. */
function isAt(place: { runId: string | null; jobId: string }, target: Target): boolean {
  return "runId" in target ? place.runId === target.runId : place.jobId === target.jobId;
}

/** Shows the refusal on the run: the batch itself stays in the trainer's `rejected` folder. */
async function recordRefusal(db: Db, place: AttemptPlace, error: AppError, body: unknown): Promise<void> {
  const stream = typeof body === "object" && body !== null && "stream" in body ? String(body.stream) : null;
  const said = { stream: stream?.slice(0, 200) ?? null, detail: error.message.slice(0, 2000) };
  const fields = (error.details.fields ?? []).slice(0, 20);
  const { event, textEscaped } = storable({ ...said, code: error.code, fields });
  const row = { seq: null, type: "batch-refused", at: new Date().toISOString(), body: event, textEscaped };
  await insertRunEvents(db, place, [row]);
  await announce(db, {
    type: "events",
    ...{ runId: place.runId, jobId: place.jobId, ablationId: place.ablationId, events: 1 },
    ...{ fromTrainStep: null, toTrainStep: null, names: [] },
  });
}

/** Records a refusal where the sender may write; elsewhere the sender learns only that it may not. */
async function refused(db: Db, from: BatchTarget, error: AppError, body: unknown): Promise<AppError> {
  const place = await findAttemptPlace(db, from.attemptId);
  if (!place || !isAt(place, from.target))
    return new AppError("forbidden", "this token writes another run or job");
  await recordRefusal(db, place, error, body);
  return error;
}

async function parseOrRecord(db: Db, from: BatchTarget, body: unknown): Promise<ParsedBatch> {
  try {
    return parseBatch(body);
  } catch (error) {
    throw error instanceof AppError ? await refused(db, from, error, body) : error;
  }
}

/** What runs after the answer: it may fail without the batch being any less stored. */
export interface Received {
  answer: EventBatchAnswer;
  followUp: () => Promise<void>;
}

/**
 * Takes a batch in on behalf of an attempt.
 * @throws AppError `forbidden` for another run's or attempt's events, `invalid-request` for a batch that is not valid;
 *   the latter is recorded on the run as an event `batch-refused`
 */
export async function receiveBatch(db: Db, from: BatchTarget, body: unknown): Promise<Received> {
  const batch = await parseOrRecord(db, from, body);
  if (batch.attemptId !== from.attemptId)
    throw new AppError("forbidden", "the stream belongs to another attempt than the token");
  const result = await ingestBatch(db, batch, (stream) => isAt(stream, from.target));
  const followUp = async () => {
    await announceBatch(db, result);
    await compactTouched(db, result.touched);
  };
  return { answer: result.answer, followUp };
}
