import type { Queryable } from "@/db/client";
import { findAblationSpec } from "@/db/queries/ablations";
import { copyHosts, storedAmong } from "@/db/queries/artifacts";
import {
  type CheckpointRow,
  forksOf,
  newestOf,
  readersOf,
  selectOfRun,
  sumCheckpoints,
} from "@/db/queries/checkpoints";
import { findOpenChores } from "@/db/queries/chores";
import { selectAllHosts } from "@/db/queries/hosts";
import { findRun } from "@/db/queries/runs-write";
import {
  type CheckpointState,
  type CheckpointView,
  checkpointRetention,
  type RunCheckpoints,
} from "@/lib/contracts";
import { manifestSha256 } from "@/lib/domain/artifact-manifest";
import { subjectText } from "../chores/subjects";
import { keptBecause } from "./kept-because";

const MOST_CHECKPOINTS = 500;
const MOST_FILES = 200;

export function stateOf({ deletedAt, deleteRequestedAt }: CheckpointRow): CheckpointState {
  if (deletedAt !== null) return "deleted";
  return deleteRequestedAt === null ? "kept" : "deleting";
}

type Row = Awaited<ReturnType<typeof selectOfRun>>[number];

/** What is known beside the rows. */
async function lookUp(db: Queryable, rows: readonly Row[]) {
  const ids = rows.map(({ checkpoint }) => checkpoint.id);
  const files = rows.map(({ checkpoint }) => checkpoint.artifact.files);
  const [forks, readers, newest, copies, stored, chores, hosts] = await Promise.all([
    forksOf(db, ids),
    readersOf(db, ids),
    newestOf(db, [...new Set(rows.map(({ checkpoint }) => checkpoint.jobId))]),
    copyHosts(db, files.map(manifestSha256)),
    storedAmong(
      db,
      files.flatMap((some) => some.map(({ sha256 }) => sha256)),
    ),
    findOpenChores(
      db,
      ids.map((id) => subjectText({ kind: "checkpoint", id })),
    ),
    selectAllHosts(db),
  ]);
  const names = new Map(hosts.map(({ id, name }) => [id, name]));
  const troubles = new Map(chores.map(({ subject, ok, detail }) => [subject, ok === false ? detail : ""]));
  return { forks, readers, newest, copies, stored, troubles, names };
}

function storeOf(files: readonly { sha256: string }[], stored: ReadonlySet<string>): CheckpointView["store"] {
  const there = files.filter(({ sha256 }) => stored.has(sha256)).length;
  if (there === 0) return "none";
  return there === files.length ? "all" : "part";
}

function toView(row: Row, known: Awaited<ReturnType<typeof lookUp>>): CheckpointView {
  const { checkpoint, attemptNumber, hostName, jobStatus } = row;
  const { id, trainStep, final, artifact, bytes, summary, hostId, jobId } = checkpoint;
  const copies = known.copies.get(manifestSha256(artifact.files)) ?? [];
  const keeping = {
    ...{ checkpoint, jobStatus },
    isNewest: known.newest.get(jobId) === id,
    readers: known.readers.get(id) ?? [],
  };
  return {
    ...{ id, attemptNumber, trainStep, final, bytes, summary },
    path: artifact.path,
    files: artifact.files.slice(0, MOST_FILES),
    fileCount: artifact.files.length,
    createdAt: checkpoint.createdAt.toISOString(),
    host: { id: hostId, name: hostName },
    copies: copies.map((copy) => ({ id: copy, name: known.names.get(copy) ?? copy })),
    store: storeOf(artifact.files, known.stored),
    pinned: checkpoint.pinnedAt !== null,
    forks: known.forks.get(id) ?? [],
    state: stateOf(checkpoint),
    keptBecause: keptBecause(keeping),
    trouble: known.troubles.get(subjectText({ kind: "checkpoint", id })) ?? "",
  };
}

/** Everything that the Checkpoints tab of a run shows; null if there is no such run. */
export async function readCheckpoints(db: Queryable, runId: string): Promise<RunCheckpoints | null> {
  const run = await findRun(db, runId);
  if (!run) return null;
  const { ablationId } = run;
  const [rows, bytes, ablation] = await Promise.all([
    selectOfRun(db, runId, MOST_CHECKPOINTS),
    sumCheckpoints(db, { runId, ablationId }),
    findAblationSpec(db, ablationId),
  ]);
  const known = await lookUp(db, rows);
  return {
    ablationId,
    retention: ablation?.spec.retention ?? checkpointRetention.parse({}),
    bytes,
    checkpoints: rows.map((row) => toView(row, known)),
  };
}
