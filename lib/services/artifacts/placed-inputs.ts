import type { Queryable } from "@/db/client";
import { copyHosts, storedAmong } from "@/db/queries/artifacts";
import { type JobInputRow, selectJobInputs } from "@/db/queries/job-inputs";
import type { ArtifactRef } from "@/lib/contracts";
import { manifestFault, manifestSha256 } from "@/lib/domain/artifact-manifest";
import type { PlacedInput } from "@/lib/domain/placement";

/** An input of a job with what it consists of. */
export interface JobInput extends PlacedInput {
  kind: JobInputRow["kind"];
  artifact: ArtifactRef | null;
}

/** What is known of a queued job's inputs. */
export interface JobInputSet {
  inputs: JobInput[];
  /** When the last of the jobs before it ended. */
  fedAt: Date | null;
}

function whatOf({ kind, name }: JobInputRow): string {
  if (kind === "result") return `the result of "${name}"`;
  return kind === "fork" ? "the checkpoint that it was forked from" : "its last checkpoint";
}

interface Known {
  stored: ReadonlySet<string>;
  copies: ReadonlyMap<string, readonly string[]>;
}

function toInput(row: JobInputRow, known: Known | null): JobInput {
  const { kind, artifact, hostId } = row;
  const files = artifact?.files ?? [];
  const manifest = artifact && manifestFault(files) === null ? manifestSha256(files) : null;
  return {
    kind,
    artifact,
    what: whatOf(row),
    holderId: hostId,
    manifest,
    copyHostIds: (manifest !== null && known?.copies.get(manifest)) || [],
    stored: manifest !== null && known !== null && files.every(({ sha256 }) => known.stored.has(sha256)),
  };
}

/**
 * Of its own checkpoints a job goes on from the latest that can still be had: what lies on a removed host alone went
 * with it. Without any it begins anew.
 */
function resumePoint(own: readonly JobInput[], removed: ReadonlySet<string>): JobInput[] {
  const isThere = ({ holderId, copyHostIds, stored }: JobInput) =>
    stored || [holderId, ...copyHostIds].some((id) => id !== null && !removed.has(id));
  const found = own.find(isThere);
  return found ? [found] : [];
}

async function knownOf(db: Queryable, rows: readonly JobInputRow[]): Promise<Known> {
  const all = rows.flatMap(({ artifact }) => (artifact ? [artifact.files] : []));
  const [stored, copies] = await Promise.all([
    storedAmong(
      db,
      all.flatMap((files) => files.map(({ sha256 }) => sha256)),
    ),
    copyHosts(db, all.map(manifestSha256)),
  ]);
  return { stored, copies };
}

/**
 * What each of these jobs reads and goes on from, and where that lies.
 *
 * @param removed ids of hosts that were removed
 * @param options.artifacts without them only the hosts that wrote the inputs are known, which is far less to read
 */
export async function readJobInputs(
  db: Queryable,
  jobIds: readonly string[],
  removed: ReadonlySet<string>,
  options: { artifacts: boolean },
): Promise<ReadonlyMap<string, JobInputSet>> {
  const rows = await selectJobInputs(db, jobIds, options);
  const known = options.artifacts ? await knownOf(db, rows) : null;
  const byJob = new Map<string, JobInputRow[]>(jobIds.map((id) => [id, []]));
  for (const row of rows) byJob.get(row.jobId)?.push(row);
  return new Map(
    jobIds.map((id) => {
      const mine = byJob.get(id) ?? [];
      const inputs = mine.map((row) => toInput(row, known));
      const own = inputs.filter(({ kind }) => kind === "checkpoint");
      const others = inputs.filter(({ kind }) => kind !== "checkpoint");
      const ends = mine.flatMap(({ endedAt }) => endedAt ?? []);
      const fedAt = ends.length === 0 ? null : new Date(Math.max(...ends.map(Number)));
      return [id, { inputs: [...others, ...resumePoint(own, removed)], fedAt }];
    }),
  );
}
