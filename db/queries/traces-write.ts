import { type SQL, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { tokenScores } from "@/db/schema";
import type {
  ContinuationRecord,
  EncodedNumber,
  FinishReason,
  PromptMedia,
  PromptRecord,
  TokenScores,
  TraceRecord,
  TraceSource,
  TraceStepRecord,
} from "@/lib/contracts";

export interface PromptRow extends Omit<PromptRecord, "answer"> {
  id: string;
  answer: string | null;
  media?: PromptMedia[];
  textEscaped: boolean;
}

/** What a trainer always tells and an import may not. */
type SometimesUnknown = "responseTokens" | "finishReason" | "modelId";
type StoredApart = "prompt" | "traceSteps" | "group" | "tokenScores";

/** A trace as it is stored: texts escaped and spans moved accordingly where `textEscaped`. */
export interface TraceRow extends Omit<TraceRecord, StoredApart | SometimesUnknown> {
  responseTokens: number | null;
  finishReason: FinishReason | null;
  modelId: string | null;
  id: string;
  seq: number;
  at: string;
  promptId: string;
  textEscaped: boolean;
  stepCount: number;
  rewardTotal: EncodedNumber | null;
  outcome: EncodedNumber | null;
  process: EncodedNumber | null;
  groupId: string | null;
  groupMean: EncodedNumber | null;
  groupSd: EncodedNumber | null;
  groupN: number | null;
  groupSize: number | null;
  /** Hexadecimal: JSON holds no bytes. */
  stepCounts: string;
  /** Of an imported trace alone. */
  importId?: string;
  source?: TraceSource;
  extra?: Record<string, unknown> | null;
}

export interface TraceStepRow extends Omit<TraceStepRecord, "text" | "tokens" | "continuations"> {
  traceId: string;
  textStart: number;
  textEnd: number;
  tokenStart: number | null;
  tokenEnd: number | null;
}

export interface ContinuationRow extends Omit<ContinuationRecord, "tokens" | "finishReason"> {
  tokens: number | null;
  finishReason: FinishReason | null;
  /** Where it is not the trace's own model. */
  modelId?: string | null;
  traceId: string;
  traceStep: number;
  index: number;
}

/** What some traces add to one cell of the heatmap. */
export interface CellRow {
  origin: TraceRecord["origin"];
  trainStep: number;
  traceStep: number;
  scored: number;
  missing: number;
  notScored: number;
  sumC: number;
  sumC2: number;
  requested: number;
  returned: number;
  successes: number;
  truncated: number;
}

interface Owner {
  runId: string;
  attemptId: string;
}

/** Makes the prompts that are new. Ordered by id, so that two runs of one data set cannot wait for each other. */
export async function insertPrompts(tx: Queryable, prompts: readonly PromptRow[]): Promise<void> {
  await tx.execute(sql`
    insert into prompts (id, key, dataset, family, messages, answer, media, text_escaped)
    select id, key, dataset, family, messages, answer, coalesce(media, '[]'::jsonb), "textEscaped"
    from json_to_recordset(${JSON.stringify(prompts)}::json) as r(id text, key text, dataset text, family text,
      messages jsonb, answer text, media jsonb, "textEscaped" bool)
    order by id
    on conflict do nothing`);
}

/** Stores traces. @returns the ids of those that were new */
export async function insertTraces(
  tx: Queryable,
  owner: Owner,
  traces: readonly TraceRow[],
): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(sql`
    insert into traces (id, run_id, attempt_id, seq, origin, train_step, prompt_id, sample_index, response,
      text_escaped, response_tokens, finish_reason, invalid_reason, answer, step_count, reward, reward_total, outcome,
      process, group_id, group_mean, group_sd, group_n, group_size, group_advantage, step_counts, model_id,
      import_id, source, extra, created_at)
    select id, ${owner.runId}, ${owner.attemptId}, seq, origin, "trainStep", "promptId", "sampleIndex", response,
      "textEscaped", "responseTokens", "finishReason", "invalidReason", answer, "stepCount",
      nullif(reward, 'null'::jsonb), "rewardTotal", outcome, process, "groupId", "groupMean", "groupSd", "groupN",
      "groupSize", "groupAdvantage", decode("stepCounts", 'hex'), "modelId", "importId",
      nullif(source, 'null'::jsonb), nullif(extra, 'null'::jsonb), at
    from json_to_recordset(${JSON.stringify(traces)}::json) as r(id text, seq int8, origin text, "trainStep" int,
      "promptId" text, "sampleIndex" int, response text, "textEscaped" bool, "responseTokens" int,
      "finishReason" text, "invalidReason" text, answer text, "stepCount" int, reward jsonb, "rewardTotal" float8,
      outcome float8, process float8, "groupId" text, "groupMean" float8, "groupSd" float8, "groupN" int,
      "groupSize" int, "groupAdvantage" float8, "stepCounts" text, "modelId" text,
      "importId" text, source jsonb, extra jsonb, at timestamptz)
    on conflict do nothing
    returning id`);
  return new Set(rows.map((row) => row.id));
}

/** The statement that stores continuations. */
export function insertingContinuations(continuations: readonly ContinuationRow[]): SQL {
  return sql`
    insert into continuations (trace_id, trace_step, index, text, verdict, answer, tokens, finish_reason, model_id)
    select "traceId", "traceStep", index, text, verdict, answer, tokens, "finishReason", "modelId"
    from json_to_recordset(${JSON.stringify(continuations)}::json) as r("traceId" text, "traceStep" int,
      index smallint, text text, verdict text, answer text, tokens int, "finishReason" text, "modelId" text)`;
}

/** Stores the trace steps of new traces with their continuations. */
export async function insertTraceSteps(
  tx: Queryable,
  steps: readonly TraceStepRow[],
  continuations: readonly ContinuationRow[],
): Promise<void> {
  if (steps.length === 0) return;
  await tx.execute(sql`
    with steps as (
      insert into trace_steps (trace_id, index, text_start, text_end, token_start, token_end, straddled, requested,
        returned, successes, truncated)
      select "traceId", index, "textStart", "textEnd", "tokenStart", "tokenEnd", straddled, requested, returned,
        successes, truncated
      from json_to_recordset(${JSON.stringify(steps)}::json) as r("traceId" text, index int, "textStart" int,
        "textEnd" int, "tokenStart" int, "tokenEnd" int, straddled bool, requested int, returned int, successes int,
        truncated int)
    )
    ${insertingContinuations(continuations)}`);
}

/** Stores what was logged for the tokens of new traces. */
export async function insertTokenScores(
  tx: Queryable,
  rows: readonly (TokenScores & { traceId: string })[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(tokenScores).values([...rows]);
}

/** Adds to the heatmap's cells, so that a heatmap reads a few thousand rows and never a million trace steps. */
export async function addToCells(tx: Queryable, owner: Owner, cells: readonly CellRow[]): Promise<void> {
  if (cells.length === 0) return;
  await tx.execute(sql`
    insert into solvability_cells as c (run_id, attempt_id, origin, train_step, trace_step, scored, missing,
      not_scored, sum_c, sum_c2, requested, returned, successes, truncated)
    select ${owner.runId}, ${owner.attemptId}, origin, "trainStep", "traceStep", scored, missing, "notScored", "sumC",
      "sumC2", requested, returned, successes, truncated
    from json_to_recordset(${JSON.stringify(cells)}::json) as r(origin text, "trainStep" int, "traceStep" int,
      scored int, missing int, "notScored" int, "sumC" float8, "sumC2" float8, requested int, returned int,
      successes int, truncated int)
    on conflict (attempt_id, origin, train_step, trace_step) do update set
      scored = c.scored + excluded.scored, missing = c.missing + excluded.missing,
      not_scored = c.not_scored + excluded.not_scored, sum_c = c.sum_c + excluded.sum_c,
      sum_c2 = c.sum_c2 + excluded.sum_c2, requested = c.requested + excluded.requested,
      returned = c.returned + excluded.returned, successes = c.successes + excluded.successes,
      truncated = c.truncated + excluded.truncated`);
}
