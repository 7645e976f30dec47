import { and, eq, inArray, notInArray, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import {
  ablations,
  artifactCopies,
  checkpoints,
  hostChores,
  hosts,
  jobDependencies,
  jobs,
  prompts,
  runs,
  storedFiles,
} from "@/db/schema";
import type { ArtifactCopy } from "@/lib/contracts";
import { ENDED_STATUSES } from "@/lib/domain/run-status";

export type StoredFileRow = typeof storedFiles.$inferSelect;

export async function findStoredFile(db: Queryable, sha256: string): Promise<StoredFileRow | null> {
  const [row] = await db.select().from(storedFiles).where(eq(storedFiles.sha256, sha256));
  return row ?? null;
}

/** Notes that a file is in the store, or that it was used again. */
export async function noteStoredFile(db: Queryable, sha256: string, bytes: number, now: Date): Promise<void> {
  await db
    .insert(storedFiles)
    .values({ sha256, bytes, createdAt: now, lastUsedAt: now })
    .onConflictDoUpdate({ target: storedFiles.sha256, set: { bytes, lastUsedAt: now } });
}

export async function deleteStoredFile(db: Queryable, sha256: string): Promise<void> {
  await db.delete(storedFiles).where(eq(storedFiles.sha256, sha256));
}

/** Those of the sums whose files are in the store. */
export async function storedAmong(db: Queryable, sums: readonly string[]): Promise<Set<string>> {
  if (sums.length === 0) return new Set();
  const rows = await db
    .select({ sha256: storedFiles.sha256 })
    .from(storedFiles)
    .where(inArray(storedFiles.sha256, [...new Set(sums)]));
  return new Set(rows.map((row) => row.sha256));
}

/** Hosts that fetched a copy, by manifest. What a host was told to delete counts no more (subject `copy:<manifest>`). */
export async function copyHosts(
  db: Queryable,
  manifests: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const found = new Map<string, string[]>();
  if (manifests.length === 0) return found;
  const rows = await db
    .select({ manifest: artifactCopies.manifestSha256, hostId: artifactCopies.hostId })
    .from(artifactCopies)
    .where(
      and(
        inArray(artifactCopies.manifestSha256, [...new Set(manifests)]),
        sql`not exists (select 1 from ${hostChores} g where g.host_id = ${artifactCopies.hostId}
          and g.subject = 'copy:' || ${artifactCopies.manifestSha256} and g.done_at is null)`,
      ),
    );
  for (const { manifest, hostId } of rows) found.set(manifest, [...(found.get(manifest) ?? []), hostId]);
  return found;
}

/** Replaces what is known of a host's copies by all that it has. */
export async function replaceCopies(
  db: Queryable,
  hostId: string,
  copies: readonly ArtifactCopy[],
  now: Date,
): Promise<void> {
  const kept = copies.map(({ manifestSha256 }) => manifestSha256);
  await db
    .delete(artifactCopies)
    .where(
      and(
        eq(artifactCopies.hostId, hostId),
        kept.length > 0 ? notInArray(artifactCopies.manifestSha256, kept) : undefined,
      ),
    );
  if (copies.length === 0) return;
  const distinct = new Map(copies.map((copy) => [copy.manifestSha256, copy]));
  await db
    .insert(artifactCopies)
    .values([...distinct.values()].map((copy) => ({ ...copy, hostId, createdAt: now })))
    .onConflictDoUpdate({
      target: [artifactCopies.manifestSha256, artifactCopies.hostId],
      set: { path: sql`excluded.path`, bytes: sql`excluded.bytes` },
    });
}

export async function deleteCopy(db: Queryable, manifestSha256: string, hostId: string): Promise<void> {
  await db
    .delete(artifactCopies)
    .where(and(eq(artifactCopies.manifestSha256, manifestSha256), eq(artifactCopies.hostId, hostId)));
}

/**
 * Files of the store that nothing needs and nobody used since `before`. Needed are inputs and checkpoints of jobs that
 * have not ended, pinned checkpoints, what launches with the rule `all` wrote, and what a removed host alone had.
 */
export async function selectUnusedFiles(db: Queryable, before: Date, limit: number): Promise<string[]> {
  const open = (status: SQL) => notInArray(status, ENDED_STATUSES);
  const rows = await db.execute<{ sha256: string }>(sql`
    with wanted as (
      select c.artifact from ${checkpoints} c join ${jobs} j on j.id = c.job_id
        join ${hosts} h on h.id = c.host_id join ${ablations} a on a.id = j.ablation_id
      where c.delete_requested_at is null and (c.pinned_at is not null or h.state = 'removed'
        or a.spec->'retention'->>'upload' = 'all' or ${open(sql`j.status`)}
        or exists (select 1 from ${runs} r join ${jobs} f on f.run_id = r.id
          where r.forked_from = c.id and ${open(sql`f.status`)}))
      union all
      select b.output->'artifact' from ${jobs} b left join ${hosts} h on h.id = b.host_id
      where b.output is not null and (h.state = 'removed' or exists (
        select 1 from ${jobDependencies} d join ${jobs} j on j.id = d.job_id
        where d.depends_on_job_id = b.id and ${open(sql`j.status`)}))
    )
    select s.sha256 from ${storedFiles} s
    where s.last_used_at < ${before.toISOString()}::timestamptz and s.sha256 not in (
      select f->>'sha256' from wanted, jsonb_array_elements(wanted.artifact->'files') f
      union all
      select m->>'sha256' from ${prompts} p, jsonb_array_elements(p.media) m where m->>'sha256' is not null)
    order by s.last_used_at limit ${limit}`);
  return rows.map(({ sha256 }) => sha256);
}
