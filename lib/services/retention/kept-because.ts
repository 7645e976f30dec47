import type { CheckpointRow } from "@/db/queries/checkpoints";
import type { JobStatus } from "@/lib/contracts";
import { isEnded } from "@/lib/domain/run-status";

/** What the fate of a checkpoint hangs on. */
export interface Keeping {
  checkpoint: Pick<CheckpointRow, "id" | "pinnedAt" | "deleteRequestedAt" | "deletedAt">;
  /** Of the job that wrote it. */
  jobStatus: JobStatus;
  /** The newest that its job still has. */
  isNewest: boolean;
  /** Names of jobs that have not ended and read it. */
  readers: readonly string[];
}

/** Why a person cannot have it deleted now, in one sentence; null if they can. */
export function keptBecause({ checkpoint, jobStatus, isNewest, readers }: Keeping): string | null {
  if (checkpoint.deletedAt !== null) return "it is deleted already";
  if (checkpoint.deleteRequestedAt !== null) return "its host was told to delete it";
  if (checkpoint.pinnedAt !== null) return "it is pinned: unpin it first";
  if (isNewest && !isEnded(jobStatus)) return "its training goes on from it";
  const [reader] = readers;
  return reader === undefined ? null : `"${reader}" still reads it`;
}
