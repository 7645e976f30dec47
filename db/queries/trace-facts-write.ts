import { sql } from "drizzle-orm";
import type { ProcessVerdict } from "@/lib/contracts";
import type { TraceFacts } from "@/lib/traces/trace-facts";
import type { Queryable } from "../client";
import type { FactSource } from "./trace-facts-read";

/** A row of trace_facts on its way in. */
export interface FactsRow
  extends Omit<FactSource, "invalidReason" | "outcome" | "reward" | "groupAdvantage">,
    Omit<TraceFacts, "solvability"> {
  valid: boolean;
  outcome: 0 | 1 | null;
  /** As text: JSON has no NaN and no infinities, Postgres reads them by name. */
  reward: string | null;
  groupAdvantage: string | null;
  /** Hexadecimal: JSON holds no bytes. */
  solvability: string;
  disagreement: number | null;
  raters: number;
  humanProcess: ProcessVerdict | null;
  version: number;
  /** Null: those that are kept stay. */
  words: string[] | null;
}

/** Enough for Postgres to move the words out of a row, however few they are (db/schema/explorer.ts). */
const ROOM = 2_100;

/**
 * Holds the facts of traces, in the order of their ids, until the transaction ends: who reads what scorers say after this
 * reads what those said who held them before, and nobody writes facts from less.
 */
export async function lockTraceFacts(tx: Queryable, traceIds: readonly string[]): Promise<void> {
  await tx.execute(sql`select 1 from trace_facts where trace_id = any(${sql.param(traceIds)}::text[])
    order by trace_id for no key update`);
}

/** Makes or renews the facts of traces. Ordered by id, so that two writers of the same traces cannot wait for each other. */
export async function upsertTraceFacts(tx: Queryable, rows: readonly FactsRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into trace_facts (trace_id, project_id, ablation_id, run_id, arm_id, attempt_id, import_id, prompt_id,
      origin, train_step, sample_index, finish_reason, valid, outcome, reward, group_advantage, response_tokens,
      step_count, score_source, solvability, mean_c, largest_drop, largest_drop_step, first_drop_step, fate, lost_step,
      human_process, disagreement, raters, version, words, room)
    select "traceId", "projectId", "ablationId", "runId", "armId", "attemptId", "importId", "promptId", origin,
      "trainStep", "sampleIndex", "finishReason", valid, outcome, reward, "groupAdvantage", "responseTokens",
      "stepCount", "scoreSource", decode(solvability, 'hex'), "meanC", "largestDrop", "largestDropStep",
      "firstDropStep", fate, "lostStep", "humanProcess", disagreement, raters, version,
      array_to_tsvector(words), repeat(' ', ${ROOM})
    from json_to_recordset(${JSON.stringify(rows)}::json) as r("traceId" text, "projectId" text, "ablationId" text,
      "runId" text, "armId" text, "attemptId" text, "importId" text, "promptId" text, origin text, "trainStep" int,
      "sampleIndex" int, "finishReason" text, valid bool, outcome int2, reward float8, "groupAdvantage" float8,
      "responseTokens" int, "stepCount" int, "scoreSource" text, solvability text, "meanC" float4,
      "largestDrop" float4, "largestDropStep" int, "firstDropStep" int, fate text, "lostStep" int,
      "humanProcess" text, disagreement float4, raters int2, version int2, words text[])
    order by "traceId"
    on conflict (trace_id) do update set
      project_id = excluded.project_id, ablation_id = excluded.ablation_id, run_id = excluded.run_id,
      arm_id = excluded.arm_id, attempt_id = excluded.attempt_id, import_id = excluded.import_id,
      prompt_id = excluded.prompt_id, origin = excluded.origin, train_step = excluded.train_step,
      sample_index = excluded.sample_index, finish_reason = excluded.finish_reason, valid = excluded.valid,
      outcome = excluded.outcome, reward = excluded.reward, group_advantage = excluded.group_advantage,
      response_tokens = excluded.response_tokens, step_count = excluded.step_count,
      score_source = excluded.score_source, solvability = excluded.solvability, mean_c = excluded.mean_c,
      largest_drop = excluded.largest_drop, largest_drop_step = excluded.largest_drop_step,
      first_drop_step = excluded.first_drop_step, fate = excluded.fate, lost_step = excluded.lost_step,
      human_process = excluded.human_process, disagreement = excluded.disagreement, raters = excluded.raters,
      version = excluded.version, words = coalesce(excluded.words, trace_facts.words)`);
}
