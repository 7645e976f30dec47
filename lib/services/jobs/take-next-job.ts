import type { Queryable } from "@/db/client";
import type { HostRow } from "@/db/queries/hosts";
import { selectAllHosts } from "@/db/queries/hosts";
import { type JobRow, lockQueuedJob, selectReadyJobs } from "@/db/queries/jobs";
import type { ArtifactRef, JobKind } from "@/lib/contracts";
import { mayTake, type PlacedJob, type PlaceHost, standingOf } from "@/lib/domain/placement";
import { type JobInputSet, readJobInputs } from "../artifacts/placed-inputs";
import { isConnected } from "../hosts/list-hosts";

/** Jobs that are looked at closely together: most leases find theirs before. */
const CHUNK = 50;

export interface Wanted {
  host: Pick<HostRow, "id">;
  kinds: readonly JobKind[];
  /** Attempts on that host: their jobs are not handed out again. */
  running: readonly string[];
  now: Date;
}

export function toPlaceHost(host: HostRow, now: Date): PlaceHost {
  const { id, state, trainerReady, sharedStorage } = host;
  return { id, state, trainerReady, sharedStorage, connected: isConnected(host, now) };
}

export function removedHosts(hosts: readonly PlaceHost[]): ReadonlySet<string> {
  return new Set(hosts.flatMap(({ id, state }) => (state === "removed" ? [id] : [])));
}

/** A ready job with where its inputs lie. */
export function placedJob(job: JobRow, { inputs, fedAt }: JobInputSet): PlacedJob {
  const since = Math.max(...[job.createdAt, fedAt, job.notBefore].map(Number));
  return { kind: job.kind, requiredHostId: job.requiredHostId, inputs, readyAt: new Date(since) };
}

const NO_INPUTS: JobInputSet = { inputs: [], fedAt: null };

/**
 * The next job that a host may run, held until the transaction ends: the first of the queue whose inputs lie there, or
 * can be fetched there while no host that holds them takes jobs (lib/domain/placement.ts). What another lease holds is
 * passed over instead of waited for.
 */
export async function takeNextJob(
  tx: Queryable,
  { host, kinds, running, now }: Wanted,
): Promise<JobRow | null> {
  const ready = await selectReadyJobs(tx, { hostId: host.id, kinds, runningAttempts: running, now });
  const hosts = (await selectAllHosts(tx)).map((row) => toPlaceHost(row, now));
  const mine = hosts.find(({ id }) => id === host.id);
  if (!mine || ready.length === 0) return null;
  const removed = removedHosts(hosts);
  const ids = ready.map(({ id }) => id);
  // Most jobs go where their inputs were written: no manifest has to be read for that.
  const holders = await readJobInputs(tx, ids, removed, { artifacts: false });
  const isHere = (job: JobRow) =>
    standingOf(placedJob(job, holders.get(job.id) ?? NO_INPUTS), mine, hosts) === "holds";
  for (let from = 0; from < ready.length; from += CHUNK) {
    const chunk = ready.slice(from, from + CHUNK);
    const away = chunk.filter((job) => !isHere(job)).map(({ id }) => id);
    const inputs = await readJobInputs(tx, away, removed, { artifacts: true });
    for (const job of chunk) {
      const found = inputs.get(job.id);
      if (found && !mayTake(placedJob(job, found), mine, hosts, now)) continue;
      const locked = await lockQueuedJob(tx, job.id);
      if (locked) return locked;
    }
  }
  return null;
}

/**
 * The checkpoint that a job goes on from where its own folder on that host does not hold it: on another host, or one
 * that this host only fetched.
 */
export async function resumeFromOf(
  tx: Queryable,
  jobId: string,
  host: Pick<HostRow, "id">,
): Promise<ArtifactRef | null> {
  const hosts = await selectAllHosts(tx);
  const removed = new Set(hosts.flatMap(({ id, state }) => (state === "removed" ? [id] : [])));
  const found = (await readJobInputs(tx, [jobId], removed, { artifacts: true })).get(jobId);
  const own = found?.inputs.find(({ kind }) => kind === "checkpoint");
  return own && own.holderId !== host.id ? own.artifact : null;
}
