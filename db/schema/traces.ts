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
  smallint,
  text,
} from "drizzle-orm/pg-core";
import type { ContinuationVerdict, FinishReason, PromptRecord, RewardParts } from "@/lib/contracts";
import { runs } from "./ablations";
import { bytea, createdAt, id } from "./columns";
import { attempts } from "./jobs";

/** Identity: hash of messages, media and reference answer. */
export const prompts = pgTable("prompts", {
  id: id().primaryKey(),
  key: text().notNull(),
  dataset: text().notNull(),
  family: text(),
  messages: jsonb().$type<PromptRecord["messages"]>().notNull(),
  answer: text().notNull(),
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
    responseTokens: integer("response_tokens").notNull(),
    finishReason: text("finish_reason").$type<FinishReason>().notNull(),
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
    modelId: text("model_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.runId, t.origin, t.trainStep, t.groupId, t.sampleIndex),
    index().on(t.runId, t.promptId, t.trainStep),
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
    tokens: integer().notNull(),
    finishReason: text("finish_reason").$type<FinishReason>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.traceId, t.traceStep, t.index] })],
);

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
