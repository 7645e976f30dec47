import type { Db } from "@/db/client";
import { type RunNews, updateRunNews } from "@/db/queries/ingest-events";
import { insertLogs } from "@/db/queries/logs-write";
import type { TouchedSeries } from "@/db/queries/metrics-write";
import { markReceived, type OpenStream, openStream } from "@/db/queries/streams";
import { insertSystemSamples } from "@/db/queries/system-samples";
import type { EventBatchAnswer, KnownEvent, LiveStreamMessage } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { isRunOfItsOwn } from "@/lib/domain/run-kinds";
import { announce } from "../live/announce";
import type { IngestContext, RunContext } from "./context";
import type { ParsedBatch } from "./parse-batch";
import { storable } from "./storable";
import { storeEvaluations } from "./store-evaluations";
import { storeMetrics } from "./store-metrics";
import { storeArtifact, storeAsEvents } from "./store-status";
import { storeTraces } from "./store-traces";

/** What a committed batch leads to. */
export interface IngestResult {
  answer: EventBatchAnswer;
  /** Series that this batch touched, for compaction. */
  touched: TouchedSeries[];
  /** For the live channel; null if nothing new was stored. */
  message: LiveStreamMessage | null;
}

type Typed<T extends KnownEvent["type"]> = Extract<KnownEvent, { type: T }>;

function ofType<T extends KnownEvent["type"]>(events: readonly KnownEvent[], type: T): Typed<T>[] {
  return events.filter((event): event is Typed<T> => event.type === type);
}

function withRun(context: IngestContext): RunContext | null {
  const { runId, jobId, attemptId } = context.stream;
  return runId === null ? null : { ...context, owner: { runId, jobId, attemptId } };
}

async function storeLogs({ tx, stream }: IngestContext, events: readonly KnownEvent[]): Promise<void> {
  const rows = ofType(events, "log").map((sent) => {
    const { event, textEscaped } = storable(sent);
    return {
      seq: event.seq,
      at: event.at,
      level: event.level,
      source: event.source,
      text: event.text,
      textEscaped,
    };
  });
  await insertLogs(tx, stream, rows);
}

/** What belongs to a run. A job without one (rewriting) keeps these as plain events, so that nothing is lost. */
async function storeRunData(context: IngestContext, events: readonly KnownEvent[]): Promise<TouchedSeries[]> {
  const [metrics, traces, evaluations] = [
    ofType(events, "metrics"),
    ofType(events, "trace"),
    ofType(events, "evaluation"),
  ];
  const run = withRun(context);
  if (!run) {
    await storeAsEvents(context, [...metrics, ...traces, ...evaluations]);
    return [];
  }
  if (traces.length > 0) await storeTraces(run, traces);
  if (evaluations.length > 0) await storeEvaluations(run, evaluations);
  return metrics.length > 0 ? storeMetrics(run, metrics) : [];
}

/** Names of GPUs are a program's words: any bytes at all. */
async function storeSystem({ tx, stream }: IngestContext, events: readonly KnownEvent[]): Promise<void> {
  const rows = ofType(events, "system").map((sent) => {
    const { seq, at, values } = storable(sent).event;
    return { seq, at, values };
  });
  await insertSystemSamples(tx, stream, rows);
}

async function storeStatus(context: IngestContext, fresh: ParsedBatch): Promise<void> {
  const kept = fresh.known.filter(
    ({ type }) => type === "phase" || type === "artifact" || type === "environment",
  );
  await storeAsEvents(context, [...kept, ...fresh.unknown]);
  for (const artifact of ofType(fresh.known, "artifact")) await storeArtifact(context, artifact);
}

function newsOf(stream: OpenStream, events: readonly KnownEvent[]): RunNews {
  const facts = ofType(events, "environment").map((event) => storable(event).event.facts);
  const environment: Record<string, string> = Object.assign({}, ...facts);
  const trains = isRunOfItsOwn(stream.jobKind);
  const news: RunNews = { followMetrics: trains && ofType(events, "metrics").length > 0 };
  if (!trains) return news;
  const modelId = environment.modelId ?? environment.model_id;
  return { ...news, environment, ...(modelId ? { modelId } : {}) };
}

async function storeFresh(context: IngestContext, fresh: ParsedBatch): Promise<TouchedSeries[]> {
  const { tx, stream } = context;
  const touched = await storeRunData(context, fresh.known);
  await storeLogs(context, fresh.known);
  await storeSystem(context, fresh.known);
  await storeStatus(context, fresh);
  if (stream.runId !== null && !stream.superseded)
    await updateRunNews(
      tx,
      { runId: stream.runId, attemptId: stream.attemptId },
      newsOf(stream, fresh.known),
    );
  return touched;
}

function onlyMissing(batch: ParsedBatch, missing: readonly number[]): ParsedBatch {
  const wanted = new Set(missing);
  const isFresh = ({ seq }: { seq: number }) => wanted.has(seq);
  return { ...batch, known: batch.known.filter(isFresh), unknown: batch.unknown.filter(isFresh) };
}

function messageOf(stream: OpenStream, fresh: ParsedBatch): LiveStreamMessage | null {
  const events = fresh.known.length + fresh.unknown.length;
  if (events === 0) return null;
  const metrics = ofType(fresh.known, "metrics");
  const steps = [...metrics, ...ofType(fresh.known, "trace").map(({ trace }) => trace)].map(
    (e) => e.trainStep,
  );
  return {
    type: fresh.kind === "status" ? "events" : fresh.kind,
    ...{ runId: stream.runId, jobId: stream.jobId, ablationId: stream.ablationId, events },
    fromTrainStep: steps.length > 0 ? Math.min(...steps) : null,
    toTrainStep: steps.length > 0 ? Math.max(...steps) : null,
    names: [...new Set(metrics.flatMap(({ values }) => Object.keys(values)))],
  };
}

/**
 * Stores a batch in one transaction: all of it or nothing, durable once this returns. Events whose sequence numbers are
 * stored already are left out, so the same batch may come any number of times, also at the same time.
 * @param belongs whether the attempt is one that the sender may write
 * @throws AppError `not-found` if there is no such attempt, `forbidden` if it does not belong
 */
export async function ingestBatch(
  db: Db,
  batch: ParsedBatch,
  belongs: (stream: OpenStream) => boolean = () => true,
): Promise<IngestResult> {
  const seqs = [...batch.known, ...batch.unknown].map((event) => event.seq);
  return db.transaction(async (tx) => {
    const stream = await openStream(tx, batch.attemptId, batch.kind, seqs);
    if (!stream) throw notFound("attempt", batch.attemptId);
    if (!belongs(stream)) throw new AppError("forbidden", "this token writes another run or job");
    const fresh = onlyMissing(batch, stream.missing);
    const accepted = stream.missing.length;
    const touched = accepted > 0 ? await storeFresh({ tx, stream }, fresh) : [];
    if (accepted > 0) await markReceived(tx, batch.attemptId, batch.kind, stream.missing);
    const answer = { accepted, duplicates: seqs.length - accepted, stop: stream.stop };
    return { answer, touched, message: messageOf(stream, fresh) };
  });
}

/** Tells the live channel what a batch brought. */
export async function announceBatch(db: Db, result: IngestResult): Promise<void> {
  if (result.message) await announce(db, result.message);
}
