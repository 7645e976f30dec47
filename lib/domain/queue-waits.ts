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

function nobodyCan(candidates: readonly QueueHost[], lead: string): Wait {
  const reasons = candidates.flatMap((host) => {
    const found = obstacle(host);
    return found ? [{ name: host.name, ...found }] : [];
  });
  const codes = new Set(reasons.map((reason) => reason.code));
  const [only] = codes;
  const words = reasons.map(({ name, words }) => `${name} ${words}`).join(", ");
  return { code: codes.size === 1 && only ? only : "no-capable-host", sentence: `${lead}${words}` };
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

function boundWait(job: QueueJob, hosts: readonly QueueHost[]): { wait: Wait } | { lead: string } {
  const bound = bindingsOf(job);
  const ids = [...new Set(bound.map(({ hostId }) => hostId))];
  const nameOf = (id: string) => hosts.find((host) => host.id === id)?.name ?? "a host that is gone";
  const [first] = bound;
  if (!first) return { lead: "" };
  if (ids.length > 1)
    return {
      wait: {
        code: "split-inputs",
        sentence: `no host has all it needs: ${bound.map(({ hostId, why }) => `${why} ${nameOf(hostId)}`).join(", ")}`,
      },
    };
  const lead = `${first.why} ${nameOf(first.hostId)}: `;
  const host = hosts.find(({ id }) => id === first.hostId);
  if (!host || host.state === "removed")
    return { wait: { code: "host-removed", sentence: `${lead}it was removed` } };
  return { lead };
}

function waitOf(job: QueueJob, hosts: readonly QueueHost[], places: Places): Wait {
  const open = job.before.filter(({ status }) => status !== "succeeded");
  if (open.length > 0)
    return { code: "dependency", sentence: `waits for ${quoted(open.map(({ name }) => name))}` };
  const bound = boundWait(job, hosts);
  if ("wait" in bound) return bound.wait;
  const candidates = hostsFor(job, hosts);
  if (candidates.length === 0) return { code: "no-host", sentence: "no host has registered" };
  const usable = candidates.filter(isUsable);
  if (usable.length === 0) return nobodyCan(candidates, bound.lead);
  const taker = places.take(usable);
  if (taker) return { code: "next", sentence: `${bound.lead}${taker.name} has a free place for it` };
  const full = usable.map(({ name, capacity }) => `${name} (${capacity} of ${capacity})`).join(", ");
  return { code: "capacity", sentence: `${bound.lead}all places are taken or promised: ${full}` };
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
