import { and, eq, inArray, notInArray, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { artifactCopies, storedFiles } from "@/db/schema";
import type { ArtifactCopy } from "@/lib/contracts";

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

/** Hosts that fetched a copy, by manifest. */
export async function copyHosts(
  db: Queryable,
  manifests: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const found = new Map<string, string[]>();
  if (manifests.length === 0) return found;
  const rows = await db
    .select({ manifest: artifactCopies.manifestSha256, hostId: artifactCopies.hostId })
    .from(artifactCopies)
    .where(inArray(artifactCopies.manifestSha256, [...new Set(manifests)]));
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
