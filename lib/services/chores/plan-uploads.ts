import type { Db, Queryable } from "@/db/client";
import {
  type ChoreRow,
  findOpenChores,
  insertChores,
  lockChores,
  selectCopyPaths,
} from "@/db/queries/chores";
import { selectAllHosts } from "@/db/queries/hosts";
import { type JobRow, selectReadyJobs } from "@/db/queries/jobs";
import { type ArtifactRef, jobKind } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import {
  missingInputs,
  type PlacedJob,
  type PlaceHost,
  preferredHosts,
  standingOf,
} from "@/lib/domain/placement";
import { readJobInputs } from "../artifacts/placed-inputs";
import { placedJob, removedHosts, toPlaceHost } from "../jobs/take-next-job";
import { subjectText } from "./subjects";

/** Files that a host is to send to the store. */
export interface Upload {
  manifest: string;
  artifact: ArtifactRef;
  /** Hosts that can send them, the best first. */
  from: readonly Pick<PlaceHost, "id" | "connected">[];
}

const uploadSubject = (manifest: string) => subjectText({ kind: "upload", id: manifest });

type Sender = Upload["from"][number];

/** Whom to ask next. Nobody while one is asked who reports and has not failed; nobody twice. */
function nextSender({ from }: Upload, open: readonly ChoreRow[]): Sender | null {
  const asked = new Map(open.map((row) => [row.hostId, row]));
  const isAtIt = ({ id, connected }: Sender) => {
    const row = asked.get(id);
    // What a silent host was asked may be asked of one that reports.
    return row !== undefined && row.ok !== false && (connected || !from[0]?.connected);
  };
  return from.some(isAtIt) ? null : (from.find(({ id }) => !asked.has(id)) ?? null);
}

/** Makes chores for manifests that nobody is sending. Where a host only fetched a copy, it lies in a folder of its own. */
export async function askForUploads(tx: Queryable, uploads: readonly Upload[], now: Date): Promise<void> {
  const distinct = new Map(uploads.map((upload) => [upload.manifest, upload]));
  if (distinct.size === 0) return;
  await lockChores(tx);
  const open = await findOpenChores(tx, [...distinct.keys()].map(uploadSubject));
  const copies = await selectCopyPaths(tx, [...distinct.keys()]);
  await insertChores(
    tx,
    [...distinct.values()].flatMap((upload) => {
      const { manifest, artifact } = upload;
      const [id, subject] = [newId("chore"), uploadSubject(manifest)];
      const sender = nextSender(
        upload,
        open.filter((row) => row.subject === subject),
      );
      if (!sender) return [];
      const copy = copies.find((one) => one.manifest === manifest && one.hostId === sender.id);
      const payload = { artifact: copy ? { ...artifact, path: copy.path } : artifact };
      return [{ id, hostId: sender.id, kind: "upload" as const, subject, payload, createdAt: now }];
    }),
  );
}

/** Whether a host that holds everything will take the job: no manifest has to be read to know that. */
function isServed(job: PlacedJob, hosts: readonly PlaceHost[], now: Date): boolean {
  const required = hosts.find(({ id }) => id === job.requiredHostId);
  return required ? standingOf(job, required, hosts) === "holds" : preferredHosts(job, hosts, now).length > 0;
}

/**
 * Has sent to the store what a ready job needs on a host that lacks it: one that it was launched for, or any that takes
 * jobs while no host that holds its inputs does.
 */
export async function planUploads(db: Db, now: Date): Promise<void> {
  const hosts = (await selectAllHosts(db)).map((row) => toPlaceHost(row, now));
  if (hosts.filter(({ state }) => state !== "removed").length < 2) return;
  const ready = await selectReadyJobs(db, {
    hostId: null,
    kinds: jobKind.options,
    runningAttempts: [],
    now,
  });
  const removed = removedHosts(hosts);
  const idsOf = (jobs: readonly JobRow[]) => jobs.map(({ id }) => id);
  const holders = await readJobInputs(db, idsOf(ready), removed, { artifacts: false });
  const undecided = ready.filter((job) => {
    const set = holders.get(job.id);
    return set !== undefined && set.inputs.length > 0 && !isServed(placedJob(job, set), hosts, now);
  });
  const inputs = await readJobInputs(db, idsOf(undecided), removed, { artifacts: true });
  const uploads = undecided.flatMap((job): Upload[] => {
    const set = inputs.get(job.id);
    if (!set) return [];
    return missingInputs(placedJob(job, set), hosts, now).flatMap(({ input, from }) => {
      const artifact = set.inputs.find((known) => known === input)?.artifact;
      return artifact && input.manifest ? [{ manifest: input.manifest, artifact, from }] : [];
    });
  });
  if (uploads.length > 0) await db.transaction((tx) => askForUploads(tx, uploads, now));
}
