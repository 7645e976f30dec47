import { z } from "zod";
import {
  artifactEvent,
  environmentEvent,
  evaluationEvent,
  eventBatch,
  type KnownEvent,
  logEvent,
  metricsEvent,
  phaseEvent,
  STREAM_OF,
  type StreamKind,
  streamKind,
  systemEvent,
  type TraceRecord,
  traceEvent,
  unknownEvent,
} from "@/lib/contracts";
import { AppError, type FieldError } from "@/lib/domain/errors";
import { fieldErrors } from "@/lib/server/problem";

export type UnknownEvent = z.infer<typeof unknownEvent>;

const SCHEMAS = {
  metrics: metricsEvent,
  trace: traceEvent,
  log: logEvent,
  phase: phaseEvent,
  artifact: artifactEvent,
  environment: environmentEvent,
  evaluation: evaluationEvent,
  system: systemEvent,
} satisfies Record<KnownEvent["type"], z.ZodType<KnownEvent>>;

/** The batch without its events: these are parsed one by one, each by its own type, so that a fault has one name. */
const envelope = eventBatch.extend({ events: z.array(z.unknown()).min(1).max(1000) });
const typed = z.looseObject({ type: z.enum(Object.keys(SCHEMAS) as [KnownEvent["type"]]) });

/** A batch that was read, its events by whether this server knows their type. */
export interface ParsedBatch {
  attemptId: string;
  kind: StreamKind;
  known: KnownEvent[];
  unknown: UnknownEvent[];
}

/** Deeper than anything a trainer says, and far from where walking it would end the process's stack. */
const MAX_DEPTH = 64;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

function refuse(fields: FieldError[]): never {
  const named = fields.slice(0, 3).map((field) => `${field.path || "body"}: ${field.message}`);
  throw new AppError("invalid-request", { detail: named.join("; "), fields: fields.slice(0, 100) });
}

function repeatedSteps(trace: TraceRecord): FieldError[] {
  const seen = new Set<number>();
  const faults: FieldError[] = [];
  trace.traceSteps.forEach(({ index }, i) => {
    if (seen.has(index))
      faults.push({ path: `trace.traceSteps.${i}.index`, message: "each trace step once" });
    seen.add(index);
  });
  return faults;
}

/** What zod's shapes do not say: an event lies in its own stream, and no trace step comes twice. */
function coherenceFaults(event: KnownEvent, kind: StreamKind): FieldError[] {
  const faults: FieldError[] = event.type === "trace" ? repeatedSteps(event.trace) : [];
  const stream = STREAM_OF[event.type];
  if (stream !== kind)
    faults.push({ path: "type", message: `${event.type} events belong to the stream <attempt>/${stream}` });
  return faults;
}

/** Keeps an event of a kind that this server does not know: any shape, but not any depth. */
function addUnknown(batch: ParsedBatch, value: unknown): FieldError[] {
  const parsed = unknownEvent.safeParse(value);
  if (!parsed.success) return fieldErrors(parsed.error);
  if (isDeeperThan(MAX_DEPTH, parsed.data)) return [{ path: "", message: `nested over ${MAX_DEPTH} deep` }];
  batch.unknown.push(parsed.data);
  return [];
}

/** Parses one event into the batch. @returns its faults, with paths inside the event */
function addEvent(batch: ParsedBatch, value: unknown): FieldError[] {
  const known = typed.safeParse(value);
  if (!known.success) return addUnknown(batch, value);
  const parsed = SCHEMAS[known.data.type].safeParse(value);
  if (!parsed.success) return fieldErrors(parsed.error);
  batch.known.push(parsed.data);
  return coherenceFaults(parsed.data, batch.kind);
}

function repeatedSeqs(values: readonly unknown[]): FieldError[] {
  const seen = new Set<unknown>();
  const faults: FieldError[] = [];
  values.forEach((value, i) => {
    const seq = typeof value === "object" && value !== null && "seq" in value ? value.seq : undefined;
    if (seen.has(seq)) faults.push({ path: `events.${i}.seq`, message: "each sequence number once" });
    seen.add(seq);
  });
  return faults;
}

/**
 * Parses a batch once, whole.
 * @throws AppError `invalid-request` that names every wrong field by its path, e.g. `events.3.trace.response`
 */
export function parseBatch(body: unknown): ParsedBatch {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return refuse(fieldErrors(parsed.error));
  const [attemptId = "", kind] = parsed.data.stream.split("/");
  const batch: ParsedBatch = { attemptId, kind: streamKind.parse(kind), known: [], unknown: [] };
  const faults = parsed.data.events.flatMap((value, i) =>
    addEvent(batch, value).map(({ path, message }) => ({
      path: path ? `events.${i}.${path}` : `events.${i}`,
      message,
    })),
  );
  if (faults.length > 0) return refuse(faults);
  const repeated = repeatedSeqs(parsed.data.events);
  return repeated.length > 0 ? refuse(repeated) : batch;
}
