import type { HostView, JobStatus, WaitCode } from "@/lib/contracts";

/** A host as the queue sees it. */
export interface QueueHost {
  id: string;
  name: string;
  state: HostView["state"] | "removed";
  connected: boolean;
  trainerReady: boolean;
  capacity: number;
  /** Places in use. */
  taken: number;
}

/** A queued job and all that decides where it can run. */
export interface QueueJob {
  id: string;
  requiredHostId: string | null;
  /** The jobs it waits for, with where their results lie. */
  before: readonly { id: string; name: string; status: JobStatus; hostId: string | null }[];
  /** Hosts with checkpoints of its own. */
  checkpointHosts: readonly string[];
  /** When it is tried again after a crash, if that is still to come. */
  triesAgainAt?: Date | null;
}

/** A host that a job has to run on, and why. */
export interface Binding {
  hostId: string;
  why: string;
}

export interface Wait {
  code: WaitCode;
  sentence: string;
}

const quoted = (names: readonly string[]) => {
  const [first, second, ...rest] = names.map((name) => `"${name}"`);
  if (second === undefined) return first ?? "";
  return rest.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${rest.length} more`;
};

/** Where a job has to run: each line alone decides it. Results that are not there yet bind nothing. */
export function bindingsOf(job: QueueJob): Binding[] {
  const of = (hostId: string | null, why: string): Binding[] => (hostId === null ? [] : [{ hostId, why }]);
  return [
    ...of(job.requiredHostId, "it was launched for"),
    ...job.before.flatMap(({ status, hostId, name }) =>
      status === "succeeded" ? of(hostId, `the result of "${name}" lies on`) : [],
    ),
    ...job.checkpointHosts.flatMap((hostId) => of(hostId, "its checkpoints lie on")),
  ];
}

/** Whether a host would be given jobs if it had a place. */
export function isUsable(host: QueueHost): boolean {
  return host.state === "active" && host.connected && host.trainerReady;
}

/** The hosts on which a job may run, whatever their state; removed ones are none. */
export function hostsFor<Host extends QueueHost>(job: QueueJob, hosts: readonly Host[]): Host[] {
  const bound = bindingsOf(job);
  return hosts.filter((host) => host.state !== "removed" && bound.every(({ hostId }) => hostId === host.id));
}

/** Why a host takes no job whatever is queued: a code, and words that go after its name. */
function obstacle(host: QueueHost): { code: WaitCode; words: string } | null {
  if (host.state === "removed") return { code: "host-removed", words: "was removed" };
  if (host.state === "paused") return { code: "host-paused", words: "is paused" };
  if (host.state !== "active")
    return {
      code: "host-draining",
      words: host.state === "drained" ? "is drained" : "is being drained",
    };
  if (!host.connected) return { code: "host-away", words: "does not report" };
  if (!host.trainerReady) return { code: "trainer-not-ready", words: "has no trainer that is ready" };
  return null;
}

/** A host and what is so of it: `it was launched for a, which is paused`, or `a is paused`. */
function tell(binding: Binding | undefined, name: string, words: string): string {
  return binding ? `${binding.why} ${name}, which ${words}` : `${name} ${words}`;
}

function nobodyCan(candidates: readonly QueueHost[], binding: Binding | undefined): Wait {
  const reasons = candidates.flatMap((host) => {
    const found = obstacle(host);
    return found ? [{ name: host.name, ...found }] : [];
  });
  const codes = new Set(reasons.map((reason) => reason.code));
  const [only] = codes;
  const sentence = reasons.map(({ name, words }) => tell(binding, name, words)).join(", ");
  return { code: codes.size === 1 && only ? only : "no-capable-host", sentence };
}

/** Free places, as the queue is walked through from the front. */
class Places {
  private readonly free: Map<string, number>;
  constructor(hosts: readonly QueueHost[]) {
    this.free = new Map(hosts.map((host) => [host.id, isUsable(host) ? host.capacity - host.taken : 0]));
  }
  take(candidates: readonly QueueHost[]): QueueHost | null {
    const host = candidates.find(({ id }) => (this.free.get(id) ?? 0) > 0);
    if (!host) return null;
    this.free.set(host.id, (this.free.get(host.id) ?? 0) - 1);
    return host;
  }
}

/** Why no host can run it as things lie, whatever the hosts do; null where one could. */
function neverAsThingsLie(bound: readonly Binding[], hosts: readonly QueueHost[]): Wait | null {
  const find = (id: string) => hosts.find((host) => host.id === id);
  const [first] = bound;
  if (!first) return null;
  if (new Set(bound.map(({ hostId }) => hostId)).size > 1) {
    const places = bound.map(({ hostId, why }) => `${why} ${find(hostId)?.name ?? "another host"}`);
    return { code: "split-inputs", sentence: `no host has all it needs: ${places.join(", ")}` };
  }
  const host = find(first.hostId);
  if (host && host.state !== "removed") return null;
  return { code: "host-removed", sentence: tell(first, host?.name ?? "a host", "was removed") };
}

/** What has to come first: other jobs, of which a paused one comes only if somebody resumes it, or a moment. */
function mustComeFirst(job: QueueJob): Wait | null {
  const open = job.before.filter(({ status }) => status !== "succeeded");
  if (open.length > 0) {
    const paused = open.filter(({ status }) => status === "paused" || status === "pausing");
    const sentence = `waits for ${quoted(open.map(({ name }) => name))}`;
    if (paused.length === 0) return { code: "dependency", sentence };
    const which = open.length === 1 ? "which" : `of which ${quoted(paused.map(({ name }) => name))}`;
    const are = open.length > 1 && paused.length > 1 ? "are" : "is";
    return { code: "dependency", sentence: `${sentence}, ${which} ${are} paused` };
  }
  if (!job.triesAgainAt) return null;
  const moment = job.triesAgainAt.toISOString().slice(11, 19);
  return { code: "backoff", sentence: `crashed; tries again at ${moment} UTC` };
}

function waitOf(job: QueueJob, hosts: readonly QueueHost[], places: Places): Wait {
  const first = mustComeFirst(job);
  if (first) return first;
  const bound = bindingsOf(job);
  const never = neverAsThingsLie(bound, hosts);
  if (never) return never;
  const [binding] = bound;
  const candidates = hostsFor(job, hosts);
  if (candidates.length === 0) return { code: "no-host", sentence: "no host has registered" };
  const usable = candidates.filter(isUsable);
  if (usable.length === 0) return nobodyCan(candidates, binding);
  const taker = places.take(usable);
  if (taker) return { code: "next", sentence: tell(binding, taker.name, "has a free place for it") };
  const full = usable.map(({ name, capacity }) =>
    tell(binding, name, `has no free place (${capacity} of ${capacity} taken or promised)`),
  );
  return { code: "capacity", sentence: full.join(", ") };
}

/**
 * Why each queued job waits, by its id. Free places are promised in the order of the queue, as leases are: a job behind
 * others that can start waits for a place.
 *
 * @param jobs the whole queue in its order
 */
export function explainQueue(
  jobs: readonly QueueJob[],
  hosts: readonly QueueHost[],
): ReadonlyMap<string, Wait> {
  const places = new Places(hosts);
  return new Map(jobs.map((job) => [job.id, waitOf(job, hosts, places)]));
}
