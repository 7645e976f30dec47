import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { artifactCopies, checkpoints, runs } from "@/db/schema";
import type { HostOnDisk } from "@/lib/contracts";

interface RawRow extends Record<string, unknown> {
  hostId: string;
  checkpoints: number;
  checkpointBytes: string;
  copies: number;
  copyBytes: string;
  runId: string | null;
  runName: string | null;
  runBytes: string | null;
}

/** Checkpoints and fetched copies on each host's disk, with the run whose checkpoints take most there. */
export async function selectOnDisk(db: Queryable): Promise<HostOnDisk[]> {
  const rows = await db.execute<RawRow>(sql`
    with per_run as (
      select host_id, run_id, count(*)::int as n, sum(bytes) as bytes from ${checkpoints}
      where deleted_at is null group by host_id, run_id),
    kept as (select host_id, sum(n)::int as n, sum(bytes) as bytes from per_run group by host_id),
    fetched as (select host_id, count(*)::int as n, sum(bytes) as bytes from ${artifactCopies} group by host_id),
    largest as (
      select distinct on (p.host_id) p.host_id, p.run_id, r.name, p.bytes
      from per_run p join ${runs} r on r.id = p.run_id order by p.host_id, p.bytes desc, p.run_id)
    select host_id as "hostId", coalesce(kept.n, 0) as checkpoints, coalesce(kept.bytes, 0)::text as "checkpointBytes",
      coalesce(fetched.n, 0) as copies, coalesce(fetched.bytes, 0)::text as "copyBytes",
      largest.run_id as "runId", largest.name as "runName", largest.bytes::text as "runBytes"
    from kept full join fetched using (host_id) left join largest using (host_id) order by host_id`);
  return rows.map(({ runId, runName, runBytes, checkpointBytes, copyBytes, ...row }) => ({
    ...row,
    checkpointBytes: Number(checkpointBytes),
    copyBytes: Number(copyBytes),
    largest:
      runId === null || runName === null ? null : { runId, name: runName, bytes: Number(runBytes ?? 0) },
  }));
}
