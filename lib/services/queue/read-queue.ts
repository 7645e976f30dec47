import type { Db, Queryable } from "@/db/client";
import { selectAllHosts } from "@/db/queries/hosts";
import { type QueuedRow, selectLive, selectPaused, selectQueue } from "@/db/queries/queue";
import type { QueuedJob, QueueQuery, QueueView, RunningJob } from "@/lib/contracts";
import { type Forecast, forecastQueue } from "@/lib/domain/forecast-queue";
import {
  bindingsOf,
  explainQueue,
  hostsFor,
  type QueueHost,
  type QueueJob,
  type Wait,
} from "@/lib/domain/queue-waits";
import { type JobInputSet, readJobInputs } from "../artifacts/placed-inputs";
import { readSendings } from "../chores/sendings";
import { placedJob, removedHosts, toPlaceHost } from "../jobs/take-next-job";
import { type Expected, expectedSeconds, secondsLeft } from "./estimate-jobs";

const MOST_SHOWN = 500;
const UNKNOWN: Expected = { seconds: 0, source: "assumed" };

/** All that the queue is drawn from, read at about one moment. */
interface Picture {
  now: Date;
  queue: { row: QueuedRow; job: QueueJob }[];
  live: QueuedRow[];
  paused: QueuedRow[];
  hosts: QueueHost[];
  expected: ReadonlyMap<string, Expected>;
}

const NO_INPUTS: JobInputSet = { inputs: [], fedAt: null };

async function readJobs(
  db: Queryable,
  rows: readonly QueuedRow[],
  hosts: readonly QueueHost[],
  now: Date,
): Promise<Picture["queue"]> {
  const ids = rows.map(({ job }) => job.id);
  const sets = await readJobInputs(db, ids, removedHosts(hosts), { artifacts: true });
  const sendings = await readSendings(
    db,
    [...sets.values()].flatMap(({ inputs }) => inputs),
  );
  return rows.map((row) => {
    const placed = placedJob(row.job, sets.get(row.job.id) ?? NO_INPUTS);
    const inputs = placed.inputs.map((input) => ({
      ...input,
      sending: (input.manifest !== null && sendings.get(input.manifest)) || null,
    }));
    const { id, notBefore } = row.job;
    const triesAgainAt = notBefore && notBefore > now ? notBefore : null;
    return { row, job: { ...placed, id, before: row.before, inputs, triesAgainAt } };
  });
}

async function readHosts(db: Queryable, now: Date): Promise<QueueHost[]> {
  return (await selectAllHosts(db)).map((host) => ({
    ...toPlaceHost(host, now),
    name: host.name,
    capacity: host.capacity,
    taken: host.liveAttempts,
  }));
}

async function readPicture(db: Db, now: Date): Promise<Picture> {
  const [queued, live, paused, hosts] = await Promise.all([
    selectQueue(db),
    selectLive(db),
    selectPaused(db),
    readHosts(db, now),
  ]);
  const expected = await expectedSeconds(db, [...queued, ...live]);
  return { now, queue: await readJobs(db, queued, hosts, now), live, paused, hosts, expected };
}

function forecastOf({ queue, live, hosts, expected, now }: Picture): ReadonlyMap<string, Forecast> {
  const secondsOf = (id: string) => expected.get(id)?.seconds ?? 0;
  return forecastQueue(
    queue.map(({ job }) => ({ ...job, seconds: secondsOf(job.id) })),
    live.map((row) => ({
      id: row.job.id,
      hostId: row.job.hostId,
      secondsLeft: secondsLeft(row, secondsOf(row.job.id), now),
    })),
    hosts,
  );
}

/** How many queued jobs wait for each queued or paused one, directly or not. */
function countDependents({ queue, paused }: Picture): ReadonlyMap<string, number> {
  const followers = new Map<string, string[]>();
  for (const { job } of queue)
    for (const { id } of job.before) followers.set(id, [...(followers.get(id) ?? []), job.id]);
  const reach = (id: string, seen = new Set<string>()) => {
    for (const next of followers.get(id) ?? []) if (!seen.has(next)) reach(next, seen.add(next));
    return seen;
  };
  const ids = [...queue, ...paused].map(({ job }) => job.id);
  return new Map(ids.map((id) => [id, reach(id).size]));
}

function common({ job, ablationName }: QueuedRow) {
  const { id, name, kind, runId, ablationId } = job;
  return { id, name, kind, runId, ablationId, ablationName };
}

const after = (now: Date, seconds: number | undefined) =>
  seconds === undefined ? null : new Date(now.getTime() + seconds * 1000).toISOString();

function runningJob(picture: Picture, row: QueuedRow): RunningJob {
  const { job } = row;
  const expected = picture.expected.get(job.id) ?? UNKNOWN;
  const startsAt = job.startedAt?.toISOString() ?? picture.now.toISOString();
  const host = picture.hosts.find(({ id }) => id === job.hostId);
  const left = secondsLeft(row, expected.seconds, picture.now);
  return {
    ...common(row),
    estimate: {
      ...expected,
      startsAt,
      // Nobody knows how far a job is whose host does not report.
      endsAt: host?.connected ? after(picture.now, left) : null,
    },
    status: job.status,
    hostId: job.hostId,
    hostName: host?.name ?? null,
    startedAt: job.startedAt?.toISOString() ?? null,
    engineState: row.engineState ?? "",
  };
}

const WAITS_UNKNOWN: Wait = { code: "no-host", sentence: "" };

/** Makes a line of the queue of one of its rows. */
function lineMaker(picture: Picture): (entry: Picture["queue"][number], place: number) => QueuedJob {
  const { queue, hosts, expected, now } = picture;
  const waits = explainQueue(
    queue.map(({ job }) => job),
    hosts,
    now,
  );
  const forecast = forecastOf(picture);
  const dependents = countDependents(picture);
  const nameOf = (id: string) => hosts.find((host) => host.id === id)?.name ?? id;
  return ({ row, job }, place) => {
    const found = forecast.get(job.id);
    const { code, sentence } = waits.get(job.id) ?? WAITS_UNKNOWN;
    const open = job.before.filter(({ status }) => status !== "succeeded");
    return {
      ...common(row),
      place,
      moved: row.job.queuePosition !== null,
      dependents: dependents.get(job.id) ?? 0,
      estimate: {
        ...(expected.get(job.id) ?? UNKNOWN),
        startsAt: after(now, found?.start),
        endsAt: after(now, found?.end),
      },
      wait: { code, sentence, jobs: open.map(({ id, name, status }) => ({ id, name, status })) },
      boundTo: bindingsOf(job).map(({ hostId, why }) => ({ hostId, hostName: nameOf(hostId), why })),
    };
  };
}

function pausedJobs(picture: Picture): QueueView["paused"] {
  const dependents = countDependents(picture);
  return picture.paused.map(({ job, ablationName }) => {
    const { id, name, runId, ablationId, statusReason } = job;
    return { id, name, runId, ablationId, ablationName, statusReason, dependents: dependents.get(id) ?? 0 };
  });
}

function choicesOf({ queue, live, paused, hosts }: Picture): QueueView["choices"] {
  const rows = [...queue.map(({ row }) => row), ...live, ...paused];
  const ablations = new Map(rows.map(({ job, ablationName }) => [job.ablationId, ablationName]));
  return {
    ablations: [...ablations].map(([id, name]) => ({ id, name })),
    hosts: hosts.filter(({ state }) => state !== "removed").map(({ id, name }) => ({ id, name })),
  };
}

/** The queue as it is: what runs, and what waits in which order, why, where and until about when. */
export async function readQueue(db: Db, query: QueueQuery, now: Date): Promise<QueueView> {
  const picture = await readPicture(db, now);
  const line = lineMaker(picture);
  const inAblation = ({ job }: QueuedRow) => !query.ablation || job.ablationId === query.ablation;
  const mayRunThere = (job: QueueJob) =>
    !query.host || hostsFor(job, picture.hosts).some((host) => host.id === query.host);
  const places = picture.queue.map((entry, i) => ({ entry, place: i + 1 }));
  const matching = places.filter(({ entry }) => inAblation(entry.row) && mayRunThere(entry.job));
  const running = picture.live.filter(
    (row) => inAblation(row) && (!query.host || row.job.hostId === query.host),
  );
  return {
    running: running.map((row) => runningJob(picture, row)),
    paused: pausedJobs(picture).filter((job) => !query.ablation || job.ablationId === query.ablation),
    queued: matching.slice(0, MOST_SHOWN).map(({ entry, place }) => line(entry, place)),
    matching: matching.length,
    total: picture.queue.length,
    choices: choicesOf(picture),
  };
}
