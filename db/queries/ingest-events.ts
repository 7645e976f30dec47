import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { ArtifactEvent, ArtifactRef } from "@/lib/contracts";

export interface RunEventRow {
  /** null for events that the server itself records. */
  seq: number | null;
  type: string;
  at: string;
  body: Record<string, unknown>;
  textEscaped: boolean;
}

interface Owner {
  jobId: string;
  runId: string | null;
  attemptId: string | null;
}

/** Keeps events as they are, for the run's page and for kinds that this server does not know. */
export async function insertRunEvents(
  tx: Queryable,
  owner: Owner,
  rows: readonly RunEventRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into run_events (run_id, job_id, attempt_id, seq, type, at, body, text_escaped)
    select ${owner.runId}, ${owner.jobId}, ${owner.attemptId}, seq, type, at, body, "textEscaped"
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(seq int8, type text, at timestamptz, body jsonb, "textEscaped" bool)
    order by seq`);
}

/** What a batch changes about its run. Absent fields stay. */
export interface RunNews {
  environment?: Record<string, string>;
  modelId?: string;
  /** True if train steps of the attempt's metrics count as the run's progress. */
  followMetrics: boolean;
}

/** Brings a run's row up to date with its live attempt. */
export async function updateRunNews(
  tx: Queryable,
  owner: { runId: string; attemptId: string },
  news: RunNews,
): Promise<void> {
  const latest = sql`coalesce((select max(last_train_step) from metric_series
    where attempt_id = ${owner.attemptId}), last_train_step)`;
  await tx.execute(sql`
    update runs set updated_at = now(),
      last_train_step = ${news.followMetrics ? latest : sql`last_train_step`},
      environment = environment || ${JSON.stringify(news.environment ?? {})}::jsonb,
      model_id = coalesce(${news.modelId ?? null}, model_id)
    where id = ${owner.runId}`);
}

export interface CheckpointRow {
  id: string;
  runId: string;
  jobId: string;
  attemptId: string;
  hostId: string;
  event: ArtifactEvent;
}

/** Records a checkpoint; one that is told again takes the new telling (it may have become the final one). */
export async function upsertCheckpoint(tx: Queryable, row: CheckpointRow): Promise<void> {
  const { event } = row;
  await tx.execute(sql`
    insert into checkpoints (id, run_id, job_id, attempt_id, host_id, train_step, final, artifact, bytes, summary,
      created_at)
    values (${row.id}, ${row.runId}, ${row.jobId}, ${row.attemptId}, ${row.hostId}, ${event.trainStep},
      ${event.final}, ${JSON.stringify({ ...event.artifact, checkpointId: row.id })}::jsonb, ${event.bytes},
      ${JSON.stringify(event.summary)}::jsonb, ${event.at}::timestamptz)
    on conflict (id) do update set final = checkpoints.final or excluded.final, artifact = excluded.artifact,
      bytes = excluded.bytes, summary = excluded.summary`);
}

/** What dependent jobs read. */
export async function setJobOutput(
  tx: Queryable,
  jobId: string,
  output: { artifact: ArtifactRef; trainStep: number },
): Promise<void> {
  await tx.execute(sql`update jobs set output = ${JSON.stringify(output)}::jsonb where id = ${jobId}`);
}
