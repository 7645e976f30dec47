import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { JobKind, StreamKind } from "@/lib/contracts";

/** A locked stream with what ingest must know of its attempt. */
export interface OpenStream {
  attemptId: string;
  attemptNumber: number;
  jobId: string;
  runId: string | null;
  ablationId: string;
  hostId: string;
  jobKind: JobKind;
  /** The server wants this attempt to end: it was superseded, or its job is to be cancelled. */
  stop: boolean;
  superseded: boolean;
  /** Of the sequence numbers asked about, those that are not stored yet, ascending. */
  missing: number[];
}

/**
 * Makes and locks a stream until the transaction ends, and answers which of `seqs` are new to it.
 * The transaction's commit is made to wait for the disk, whatever the server's default is.
 * @returns null if there is no such attempt
 */
export async function openStream(
  tx: Queryable,
  attemptId: string,
  kind: StreamKind,
  seqs: readonly number[],
): Promise<OpenStream | null> {
  const rows = await tx.execute<Omit<OpenStream, "missing"> & { missing: number[] }>(sql`
    with stream as (
      insert into streams (attempt_id, kind, received)
      select id, ${kind}, '{}' from attempts where id = ${attemptId}
      on conflict (attempt_id, kind) do update set last_received_at = now()
      returning attempt_id, received
    )
    select a.id as "attemptId", a.number as "attemptNumber", a.job_id as "jobId", a.run_id as "runId",
      a.host_id as "hostId", j.ablation_id as "ablationId", j.kind as "jobKind",
      a.superseded_at is not null as superseded,
      a.superseded_at is not null or j.cancel_requested_at is not null as stop,
      array(
        select s.value::float8 from json_array_elements_text(${JSON.stringify(seqs)}::json) as s
        where not stream.received @> s.value::int8 order by s.value::int8
      ) as missing,
      set_config('synchronous_commit', 'on', true)
    from stream join attempts a on a.id = stream.attempt_id join jobs j on j.id = a.job_id`);
  return rows[0] ?? null;
}

/** Ascending sequence numbers as a multirange literal: [1, 2, 3, 7] is {[1,4),[7,8)}. */
export function multirangeOf(seqs: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const seq of seqs) {
    const last = ranges.at(-1);
    if (last && last[1] === seq) last[1] = seq + 1;
    else ranges.push([seq, seq + 1]);
  }
  return `{${ranges.map(([from, to]) => `[${from},${to})`).join(",")}}`;
}

/** Notes that these sequence numbers are stored. */
export async function markReceived(
  tx: Queryable,
  attemptId: string,
  kind: StreamKind,
  seqs: readonly number[],
): Promise<void> {
  await tx.execute(sql`
    update streams set received = received + ${multirangeOf(seqs)}::int8multirange
    where attempt_id = ${attemptId} and kind = ${kind}`);
}
