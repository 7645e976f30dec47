import type { AblationSpec, JobKind } from "@/lib/contracts";
import { formatBytes, plural } from "@/lib/format/number";
import { formatDuration } from "@/lib/format/time";
import type { PlannedJob } from "./expand-ablation";

/** A host as far as there is something to say of it before a launch. */
export interface NotedHost {
  id: string;
  name: string;
  state: "active" | "paused" | "draining" | "drained" | "removed";
  connected: boolean;
  trainerReady: boolean;
  /** Hosts of one name share a file system. */
  sharedStorage: string | null;
}

/** A job with how long it is expected to run and where. */
export type NotedJob = Pick<PlannedJob, "key" | "kind" | "armKey" | "dependsOn" | "place"> & {
  seconds: number;
  hostId: string | null;
};

/** Bytes of what one job leaves for the next; null where nothing is known. */
export type ResultBytes = Partial<Record<JobKind, number | null>>;

/** The results of so many jobs of a kind, with the verb for them. */
function resultsOf(kind: JobKind, count: number, size: string): string {
  const verb = count === 1 && kind !== "rewrite" ? "is" : "are";
  if (kind === "rewrite") return `The rewritten traces${size} ${verb}`;
  const [one, many] = kind === "sft" ? ["a warm-up", "warm-ups"] : ["an arm", "arms"];
  return `${plural(count, `checkpoint of ${one}`, `checkpoints of ${many}`)}${size} ${verb}`;
}

interface Trip {
  kind: JobKind;
  from: NotedHost;
  to: NotedHost;
  results: Set<string>;
}

function sharesDisk(a: NotedHost, b: NotedHost): boolean {
  return a.id === b.id || (a.sharedStorage !== null && a.sharedStorage === b.sharedStorage);
}

function tripsOf(jobs: readonly NotedJob[], hosts: readonly NotedHost[]): Trip[] {
  const byKey = new Map(jobs.map((job) => [job.key, job]));
  const byId = new Map(hosts.map((host) => [host.id, host]));
  const trips = new Map<string, Trip>();
  for (const job of jobs)
    for (const before of job.dependsOn) {
      const kind = byKey.get(before)?.kind;
      const from = byId.get(byKey.get(before)?.hostId ?? "");
      const to = byId.get(job.hostId ?? "");
      if (kind === undefined || !from || !to || sharesDisk(from, to)) continue;
      const id = `${kind} ${from.id} ${to.id}`;
      const trip = trips.get(id) ?? { kind, from, to, results: new Set() };
      trips.set(id, { ...trip, results: trip.results.add(before) });
    }
  return [...trips.values()];
}

/** What has to be copied between hosts that share no file system. */
export function travelNotes(
  jobs: readonly NotedJob[],
  hosts: readonly NotedHost[],
  bytes: ResultBytes,
): string[] {
  return tripsOf(jobs, hosts).map(({ kind, from, to, results }) => {
    const each = bytes[kind] ?? null;
    const size =
      each === null ? "" : ` (about ${formatBytes(Math.round(each))}${results.size > 1 ? " each" : ""})`;
    return `${resultsOf(kind, results.size, size)} copied from ${from.name} to ${to.name}.`;
  });
}

/** Seconds of a time limit as Slurm reads it: minutes, m:s, h:m:s, d-h, d-h:m or d-h:m:s; null if it is none. */
export function slurmSeconds(limit: string): number | null {
  const found = /^(?:(\d+)-)?(\d+)(?::(\d+))?(?::(\d+))?$/.exec(limit);
  if (!found) return null;
  const [, days, ...rest] = found;
  const [a = 0, b = 0, c = 0] = rest.map((part) => (part === undefined ? undefined : Number(part)));
  if (days !== undefined) return Number(days) * 86_400 + a * 3600 + b * 60 + c;
  if (rest[1] === undefined) return a * 60;
  return rest[2] === undefined ? a * 60 + b : a * 3600 + b * 60 + c;
}

function limitNote(jobs: readonly NotedJob[], host: NotedHost, arms: AblationSpec["arms"]): string | null {
  const [longest] = jobs.toSorted((a, b) => b.seconds - a.seconds);
  const time = longest?.place.launch.time;
  const limit = typeof time === "string" ? slurmSeconds(time) : null;
  if (!longest || limit === null || limit >= longest.seconds) return null;
  const arm = arms.find(({ key }) => key === longest.armKey)?.name;
  const end =
    longest.place.launch.requeue === false
      ? "it would be ended there"
      : "it is queued again from its checkpoint each time";
  return `A job of ${arm ?? "the warm-ups"} is expected to take ${formatDuration(longest.seconds * 1000)}; its time limit on ${host.name} is ${formatDuration(limit * 1000)} (${String(time)}): ${end}.`;
}

/** Time limits that are shorter than the jobs under them are expected to be. */
export function limitNotes(
  jobs: readonly NotedJob[],
  hosts: readonly NotedHost[],
  arms: AblationSpec["arms"],
): string[] {
  const paths = [...new Set(jobs.map(({ place }) => place.path))];
  return paths.flatMap((path) => {
    const group = jobs.filter(({ place }) => place.path === path);
    const host = hosts.find(({ id }) => id === group[0]?.place.hostId);
    return (host && limitNote(group, host, arms)) ?? [];
  });
}

function troubleOf({ state, connected, trainerReady }: NotedHost): string | null {
  if (state === "paused") return "is paused";
  if (state !== "active") return "takes no new jobs until it is resumed";
  if (!connected) return "does not report";
  return trainerReady ? null : "has no trainer that is ready";
}

/** Hosts that jobs were launched for and that would take none now. */
export function waitNotes(jobs: readonly NotedJob[], hosts: readonly NotedHost[]): string[] {
  return hosts.flatMap((host) => {
    const waiting = jobs.filter(({ place }) => place.hostId === host.id).length;
    const trouble = troubleOf(host);
    return waiting > 0 && trouble
      ? [`${host.name} ${trouble}: ${plural(waiting, "job")} would wait for it.`]
      : [];
  });
}
