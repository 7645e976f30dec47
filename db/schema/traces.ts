import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import type {
  ContinuationVerdict,
  FinishReason,
  PromptMedia,
  PromptRecord,
  RewardParts,
  TraceSource,
} from "@/lib/contracts";
import { runs } from "./ablations";
import { bytea, createdAt, id } from "./columns";
import { imports } from "./imports";
import { attempts } from "./jobs";

/** Identity: hash of messages, media and reference answer. */
export const prompts = pgTable("prompts", {
  id: id().primaryKey(),
  key: text().notNull(),
  dataset: text().notNull(),
  family: text(),
  messages: jsonb().$type<PromptRecord["messages"]>().notNull(),
  /** Null: nothing to compare an answer with (an import without one). */
  answer: text(),
  /** Images and videos by reference; the files lie in the server's store. */
  media: jsonb().$type<PromptMedia[]>().notNull().default([]),
  textEscaped: boolean("text_escaped").notNull().default(false),
  createdAt: createdAt(),
});

/** A stored response. Identity: hash of run, attempt, trainStep, prompt, sample index (and origin). */
export const traces = pgTable(
  "traces",
  {
    id: id().primaryKey(),
    runId: id("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    attemptId: id("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    origin: text({ enum: ["train", "probe", "evaluation", "import"] }).notNull(),
    trainStep: integer("train_step").notNull(),
    promptId: id("prompt_id")
      .notNull()
      .references(() => prompts.id),
    sampleIndex: integer("sample_index").notNull(),
    response: text().notNull(),
    /** True if U+0000 or lone surrogates were escaped to be stored. */
    textEscaped: boolean("text_escaped").notNull().default(false),
    /** These two are null where an import does not tell them. */
    responseTokens: integer("response_tokens"),
    finishReason: text("finish_reason").$type<FinishReason>(),
    invalidReason: text("invalid_reason"),
    answer: text(),
    stepCount: integer("step_count").notNull(),
    /** Reward parts as logged (numbers encoded), null for traces without a reward. */
    reward: jsonb().$type<RewardParts>(),
    /** Repeated from `reward` for sorting and filtering; NaN and infinities are stored as such. */
    rewardTotal: doublePrecision("reward_total"),
    outcome: doublePrecision(),
    process: doublePrecision(),
    groupId: text("group_id"),
    groupMean: doublePrecision("group_mean"),
    groupSd: doublePrecision("group_sd"),
    groupN: integer("group_n"),
    groupSize: integer("group_size"),
    groupAdvantage: doublePrecision("group_advantage"),
    /**
     * The continuation counts of all its trace steps, packed (lib/traces/step-counts-bytes.ts): what rescoring reads, one
     * row a response, instead of joining trace_steps.
     */
    stepCounts: bytea("step_counts").notNull().default(sql`''::bytea`),
    /** Null: an import that does not name it. */
    modelId: text("model_id"),
    /** The import it came with, and where in it. Its train step is 0 where the source knows none. */
    importId: id("import_id").references(() => imports.id, { onDelete: "set null" }),
    source: jsonb().$type<TraceSource>(),
    /** Fields of the imported record that Stepwell has no place for: an export gives them back. */
    extra: jsonb().$type<Record<string, unknown>>(),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.runId, t.origin, t.trainStep, t.groupId, t.sampleIndex),
    index().on(t.runId, t.promptId, t.trainStep),
    index().on(t.promptId),
    index().on(t.importId),
  ],
);

/** c_i as counts. Spans are half-open, in Unicode code points of the stored response. */
export const traceSteps = pgTable(
  "trace_steps",
  {
    traceId: id("trace_id")
      .notNull()
      .references(() => traces.id, { onDelete: "cascade" }),
    index: integer().notNull(),
    textStart: integer("text_start").notNull(),
    textEnd: integer("text_end").notNull(),
    tokenStart: integer("token_start"),
    tokenEnd: integer("token_end"),
    straddled: boolean().notNull().default(false),
    requested: integer().notNull(),
    returned: integer().notNull(),
    successes: integer().notNull(),
    truncated: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.traceId, t.index] })],
);

export const continuations = pgTable(
  "continuations",
  {
    traceId: id("trace_id")
      .notNull()
      .references(() => traces.id, { onDelete: "cascade" }),
    traceStep: integer("trace_step").notNull(),
    index: smallint().notNull(),
    text: text().notNull(),
    verdict: text().$type<ContinuationVerdict>().notNull(),
    answer: text(),
    tokens: integer(),
    finishReason: text("finish_reason").$type<FinishReason>(),
    /** Who sampled it, where that is not the trace's own model. */
    modelId: text("model_id"),
  },
  (t) => [primaryKey({ columns: [t.traceId, t.traceStep, t.index] })],
);

/** What the trainer logged for single tokens of a response: arrays of one length, where it did. */
export const tokenScores = pgTable("token_scores", {
  traceId: id("trace_id")
    .primaryKey()
    .references(() => traces.id, { onDelete: "cascade" }),
  /** Code point of the stored response at which each token ends. */
  ends: integer().array().notNull(),
  /** Natural logarithm of the probability the policy gave the token. */
  logprobs: real().array(),
  /** Entropy of the policy's next-token distribution, in nats. */
  entropies: real().array(),
});

/** The heatmap's cells, kept at ingest: train step x trace step of one attempt. */
export const solvabilityCells = pgTable(
  "solvability_cells",
  {
    runId: id("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    attemptId: id("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    origin: text({ enum: ["train", "probe", "evaluation", "import"] }).notNull(),
    trainStep: integer("train_step").notNull(),
    traceStep: integer("trace_step").notNull(),
    /** Trace steps with at least one returned continuation. */
    scored: integer().notNull(),
    /** Requested, none returned. */
    missing: integer().notNull(),
    /** Never asked for (past K_max, outcome-only). */
    notScored: integer("not_scored").notNull(),
    sumC: doublePrecision("sum_c").notNull(),
    sumC2: doublePrecision("sum_c2").notNull(),
    requested: integer().notNull(),
    returned: integer().notNull(),
    successes: integer().notNull(),
    truncated: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.attemptId, t.origin, t.trainStep, t.traceStep] }),
    index().on(t.runId, t.origin, t.trainStep),
  ],
);
