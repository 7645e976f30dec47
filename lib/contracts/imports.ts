import { z } from "zod";
import { ablationId, importId, projectId } from "./ids";
import { importedMedia } from "./media";
import {
  bigCount,
  count,
  encodedNumber,
  isoTime,
  label,
  sha256,
  span,
  trainStep,
  wholeNumber,
} from "./scalars";
import { scorerKind, stepLabel } from "./scores";
import { continuationVerdict, finishReason, groupStats, rewardParts, tokenScores } from "./trace-event";

/** Formats of traces that can be imported: one file each in lib/importers. */
export const importFormat = z.enum([
  "stepwell",
  "processthinker",
  "verl",
  "trl-completions",
  "trl-stepwise",
  "easyr1",
  "prm800k",
  "processbench",
  "math-shepherd",
  "big-bench-mistake",
  "gsm8k-solutions",
  "tot-game24",
  "inspect",
  "chat",
]);
export type ImportFormat = z.infer<typeof importFormat>;

export const importStatus = z.enum(["receiving", "running", "succeeded", "failed", "cancelled"]);
export type ImportStatus = z.infer<typeof importStatus>;

export const importOptions = z.strictObject({
  strict: z.boolean().default(false).describe("refuse everything if one line is refused"),
});
export type ImportOptions = z.infer<typeof importOptions>;

export const importProgress = z.strictObject({
  bytesRead: bigCount,
  bytesTotal: bigCount,
  rows: count,
  traces: count.describe("stored so far"),
});
export type ImportProgress = z.infer<typeof importProgress>;

/** Where in its source an imported trace stands. */
export const traceSource = z.strictObject({
  file: z.string().max(1_000),
  line: count.nullable().describe("from 1; null where the format has no lines"),
});
export type TraceSource = z.infer<typeof traceSource>;

const text = z.string().max(2_000_000);

export const importedScorer = z.strictObject({
  kind: scorerKind.exclude(["continuations"]),
  name: label,
  version: z.string().max(200).default(""),
});
export type ImportedScorer = z.infer<typeof importedScorer>;

export const importedContinuation = z.strictObject({
  text: text.describe("what the continuation added to its prefix"),
  verdict: continuationVerdict,
  answer: z.string().max(10_000).nullable(),
  tokens: count.nullable(),
  finishReason: finishReason.nullable(),
  modelId: z.string().min(1).max(500).nullable().default(null),
});

export const importedStepScore = z.strictObject({
  scorer: importedScorer,
  value: z.number().nullable().default(null),
  label: stepLabel.nullable().default(null),
  successes: count.nullable().default(null),
  n: count.nullable().default(null),
  note: z.string().max(20_000).default(""),
  tags: z.array(z.string().min(1).max(60)).max(20).default([]),
});

export const importedStep = z
  .strictObject({
    text: span.describe("code points of the response"),
    tokens: span.nullable().default(null),
    straddled: z.boolean().default(false),
    /** All four null: never asked for by continuations. Lost ones are requested less returned. */
    counts: z
      .strictObject({ requested: count, returned: count, successes: count, truncated: count })
      .nullable()
      .default(null),
    continuations: z.array(importedContinuation).max(10_000).default([]),
    scores: z.array(importedStepScore).max(100).default([]),
    /** Other candidates after the same prefix. */
    alternatives: z
      .array(
        z.strictObject({
          text,
          scorer: importedScorer.nullable().default(null),
          value: z.number().nullable().default(null),
          label: stepLabel.nullable().default(null),
        }),
      )
      .max(1_000)
      .default([]),
  })
  .superRefine(({ counts }, ctx) => {
    if (counts === null) return;
    const refuse = (path: string, message: string) =>
      ctx.addIssue({ code: "custom", path: ["counts", path], message });
    if (counts.returned > counts.requested)
      refuse("returned", "more continuations returned than were requested");
    if (counts.successes + counts.truncated > counts.returned)
      refuse("successes", "successes and truncated exceed returned");
  });
export type ImportedStep = z.infer<typeof importedStep>;

/** A trace as an importer hands it over. What the source does not tell is null, never 0. */
export const importedTrace = z.strictObject({
  /** What makes this record itself, within its format: its content or its own id. Equal keys are told apart by order. */
  recordKey: z.string().min(1).max(10_000),
  /** The run it belongs to, within the import: a model, a generator, a segment; traces of one run share it. */
  run: label,
  source: traceSource,
  /** `train` only where the source is a log of a training of which the train step is known. */
  origin: z.enum(["train", "probe", "evaluation", "import"]).default("import"),
  trainStep: trainStep.nullable().default(null),
  sampleIndex: count.nullable().default(null),
  prompt: z.strictObject({
    key: z.string().min(1).max(500).nullable().default(null),
    dataset: z.string().min(1).max(500),
    family: z.string().max(200).nullable().default(null),
    messages: z
      .array(z.strictObject({ role: z.string().min(1).max(50), content: text }))
      .min(1)
      .max(1_000),
    answer: z.string().max(100_000).nullable().default(null),
    media: z.array(importedMedia).max(10_000).default([]),
  }),
  response: text,
  responseTokens: count.nullable().default(null),
  finishReason: finishReason.nullable().default(null),
  invalidReason: z.string().max(500).nullable().default(null),
  answer: z.string().max(10_000).nullable().default(null),
  outcome: encodedNumber.nullable().default(null).describe("1 right, 0 wrong, null unknown"),
  traceSteps: z.array(importedStep).max(10_000),
  /** All parts where the source has them all; else the total alone. */
  reward: rewardParts.nullable().default(null),
  rewardTotal: encodedNumber.nullable().default(null),
  group: groupStats.nullable().default(null),
  groupAdvantage: encodedNumber.nullable().default(null),
  modelId: z.string().min(1).max(500).nullable().default(null),
  scores: z
    .array(
      z.strictObject({
        scorer: importedScorer,
        firstError: count.nullable().default(null),
        value: z.number().nullable().default(null),
        note: z.string().max(20_000).default(""),
      }),
    )
    .max(100)
    .default([]),
  tokenScores: tokenScores.nullable().default(null),
  extra: z.record(z.string(), z.unknown()).nullable().default(null),
});
export type ImportedTrace = z.infer<typeof importedTrace>;
/** As an importer writes it: what it leaves out is unknown. */
export type ImportedTraceInput = z.input<typeof importedTrace>;

/** What an import found, for everyone to see. Counts are of the source, so importing it again reports the same. */
export const healthReport = z.strictObject({
  rows: count.describe("lines or records read"),
  traces: count,
  traceSteps: count,
  continuations: count.describe("returned"),
  lostContinuations: count.describe("requested less returned, over the prefixes that were asked"),
  stepsWithoutScore: count.describe("trace steps of which no continuation was returned"),
  unjoined: count.describe("records whose counterpart was not found"),
  duplicates: count.describe("records that repeat another one; stored once"),
  rejected: count.describe("lines that could not be read, each with its reason"),
  /** How M was found: null where nothing was asked for. */
  requestedPerPrefix: count.nullable(),
  shrunkenPrefixes: count.describe("asked prefixes of which fewer than M continuations came back, but some"),
  missingPrefixes: count.describe("asked prefixes of which none came back"),
  truncatedContinuations: count,
  truncatedTraces: count,
  invalidTraces: count.describe("responses that are not of the format"),
  unknownOutcomes: count,
  alreadyStored: count.describe("traces that were there before this import"),
  /** Sentences: what was joined and how, and values that other tools would have drawn as zeros. */
  notes: z.array(z.strictObject({ topic: z.enum(["join", "unknown", "trap", "source"]), text: z.string() })),
});
export type HealthReport = z.infer<typeof healthReport>;

export const importProblem = z.strictObject({
  kind: z.enum(["rejected", "unjoined", "duplicate", "note"]),
  file: z.string(),
  line: count.nullable(),
  reason: z.string(),
  excerpt: z.string(),
});
export type ImportProblem = z.infer<typeof importProblem>;

export const importView = z.strictObject({
  id: importId,
  project: z.strictObject({ id: projectId, name: z.string() }),
  ablation: z.strictObject({ id: ablationId, name: z.string() }),
  format: importFormat,
  source: z.string(),
  sourceSha256: sha256,
  status: importStatus,
  options: importOptions,
  progress: importProgress,
  report: healthReport.nullable(),
  error: z.string(),
  /** It runs by its status, and no process is at work on it: starting it again goes on. */
  interrupted: z.boolean(),
  createdAt: isoTime,
  endedAt: isoTime.nullable(),
});
export type ImportView = z.infer<typeof importView>;

/** Where an import goes, as its user names it. */
const importTarget = z.strictObject({
  project: label.describe("made if there is none of that name"),
  ablation: label.nullable().default(null).describe('left out: "Imported traces"'),
});

const announcedFile = z.strictObject({
  name: z.string().min(1).max(1_000).describe("path below the chosen folder, with /"),
  bytes: bigCount,
});

/** POST /api/v1/imports/detect: the beginnings of the files (64 KiB each), of 50 at most. */
export const detectImportBody = z.strictObject({
  files: z
    .array(announcedFile.extend({ head: z.base64().max(90_000) }))
    .min(1)
    .max(50),
});

export const detectImportAnswer = z.strictObject({
  format: importFormat.nullable().describe("null: of no format that can be imported"),
  sure: z.number().min(0).max(1),
});

/** POST /api/v1/imports: announces an upload. */
export const newImport = importTarget.extend({
  format: importFormat,
  source: z.string().trim().min(1).max(1_000).describe("what the user calls it: a file's or folder's name"),
  options: importOptions.prefault({}),
  files: z.array(announcedFile).min(1).max(10_000),
});
export type NewImport = z.infer<typeof newImport>;

/** Headers of PUT /api/v1/imports/{id}/files/{index}: where in the file the first byte of the body belongs. */
export const uploadPieceHeaders = z.strictObject({
  "upload-offset": z.coerce.number().pipe(bigCount).default(0),
});

export const uploadPieceAnswer = z.strictObject({
  received: bigCount.describe("bytes of the file that are here"),
});

/** What has arrived of an upload: of each file, in the announced order, the bytes that are here. */
export const uploadState = z.strictObject({ import: importView, received: z.array(bigCount) });
export type UploadState = z.infer<typeof uploadState>;

/** Query of GET /api/v1/imports. */
export const importsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: wholeNumber.default(0),
});

/** Query of GET /api/v1/imports/{id}/problems. */
export const importProblemsQuery = z.strictObject({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).describe("id of a problem"),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export const importList = z.strictObject({ imports: z.array(importView), total: count });

export const importProblemList = z.strictObject({
  problems: z.array(importProblem.extend({ id: z.int() })),
  /** Ask again with `after` this id; null where there are no more. */
  next: z.int().nullable(),
});

/** What can be imported, for a form. */
export const importFormats = z.strictObject({
  formats: z.array(
    z.strictObject({
      format: importFormat,
      title: z.string(),
      about: z.string(),
      endings: z.array(z.string()),
    }),
  ),
});
