import type { JobStatus, WaitCode } from "@/lib/contracts";
import { formatBytes } from "@/lib/format/number";
import {
  holdersOf,
  isUsable,
  mayTake,
  missingInputs,
  type PlacedInput,
  type PlacedJob,
  type PlaceHost,
  standingOf,
} from "./placement";

/** A host as the queue sees it. */
export interface QueueHost extends PlaceHost {
  name: string;
  capacity: number;
  /** Places in use. */
  taken: number;
}

/** An input that is being sent to the server's store. */
export interface Sending {
  fromHostId: string;
  sentBytes: number;
  bytes: number;
  /** Why the last try failed; empty if none has. */
  trouble: string;
}

/** A queued job and all that decides where it can run. */
export interface QueueJob extends PlacedJob {
  id: string;
  /** The jobs it waits for. */
  before: readonly { id: string; name: string; status: JobStatus }[];
  inputs: readonly (PlacedInput & { sending: Sending | null })[];
  /** When it is tried again after a crash, if that is still to come. */
  triesAgainAt?: Date | null;
}

/** A host that a job goes to, and why. */
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

const liesOn = ({ holderId, what }: PlacedInput): Binding[] =>
  holderId === null ? [] : [{ hostId: holderId, why: `${what} lies on` }];

/**
 * Where a job goes: to the host that it was launched for, or else where its inputs lie. What cannot be copied has to be
 * where it runs. Results that are not there yet bind nothing.
 */
export function bindingsOf(job: PlacedJob): Binding[] {
  const fixed = job.inputs.filter(({ manifest }) => manifest === null).flatMap(liesOn);
  if (job.requiredHostId !== null)
    return [{ hostId: job.requiredHostId, why: "it was launched for" }, ...fixed];
  return job.inputs.filter(({ stored }) => !stored).flatMap(liesOn);
}

/** The hosts on which a job may run once its inputs are there, whatever their state; removed ones are none. */
export function hostsFor<Host extends QueueHost>(job: PlacedJob, hosts: readonly Host[]): Host[] {
  return hosts.filter((host) => standingOf(job, host, hosts) !== "never");
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

function nobodyCan(candidates: readonly QueueHost[], bound: readonly Binding[]): Wait {
  const reasons = candidates.flatMap((host) => {
    const found = obstacle(host);
    return found ? [{ host, ...found }] : [];
  });
  const codes = new Set(reasons.map((reason) => reason.code));
  const [only] = codes;
  const sentence = reasons
    .map(({ host, words }) => tell(bindingTo(bound, host), host.name, words))
    .join(", ");
  return { code: codes.size === 1 && only ? only : "no-capable-host", sentence };
}

const bindingTo = (bound: readonly Binding[], { id }: QueueHost) => bound.find(({ hostId }) => hostId === id);

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

/** Why no host can run it as things lie, whatever the hosts do. */
function neverAsThingsLie(job: QueueJob, hosts: readonly QueueHost[]): Wait {
  const there = hosts.filter(({ state }) => state !== "removed");
  const bound = bindingsOf(job);
  const [first] = bound;
  if (!first) return { code: "no-host", sentence: "no host has registered" };
  const find = (id: string) => hosts.find((host) => host.id === id);
  const gone = bound.find(({ hostId }) => !there.some(({ id }) => id === hostId));
  if (gone)
    return { code: "host-removed", sentence: tell(gone, find(gone.hostId)?.name ?? "a host", "was removed") };
  const places = bound.map(({ hostId, why }) => `${why} ${find(hostId)?.name ?? "another host"}`);
  return { code: "split-inputs", sentence: `no host has all it needs: ${places.join(", ")}` };
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

/** What still has to be sent before a host that takes jobs can fetch it. */
function waitForCopies(job: QueueJob, hosts: readonly QueueHost[], now: Date): Wait {
  const [missing] = missingInputs(job, hosts, now);
  const input = missing && job.inputs.find((known) => known === missing.input);
  const sender = input && holdersOf(input, hosts).find(({ id }) => id === missing.from[0]?.id);
  if (!input || !sender) return { code: "copying", sentence: "waits until its inputs are copied" };
  if (!sender.connected)
    return {
      code: "host-away",
      sentence: `${input.what} lies on ${sender.name}, which does not report, and was not copied before`,
    };
  const { sending } = input;
  if (!sending) return { code: "copying", sentence: `${input.what} is to be copied from ${sender.name}` };
  const done = `${formatBytes(sending.sentBytes)} of ${formatBytes(sending.bytes)}`;
  const trouble = sending.trouble === "" ? "" : `; the last try failed: ${sending.trouble}`;
  return {
    code: "copying",
    sentence: `${input.what} is being copied from ${sender.name} (${done})${trouble}`,
  };
}

interface Look {
  hosts: readonly QueueHost[];
  places: Places;
  now: Date;
}

function waitOf(job: QueueJob, { hosts, places, now }: Look): Wait {
  const first = mustComeFirst(job);
  if (first) return first;
  const candidates = hostsFor(job, hosts);
  if (candidates.length === 0) return neverAsThingsLie(job, hosts);
  const bound = bindingsOf(job);
  const usable = candidates.filter(isUsable);
  if (usable.length === 0) return nobodyCan(candidates, bound);
  const able = usable.filter((host) => mayTake(job, host, hosts, now));
  if (able.length === 0) return waitForCopies(job, hosts, now);
  const taker = places.take(able);
  if (taker)
    return { code: "next", sentence: tell(bindingTo(bound, taker), taker.name, "has a free place for it") };
  const full = able.map((host) => {
    const { name, capacity } = host;
    return tell(
      bindingTo(bound, host),
      name,
      `has no free place (${capacity} of ${capacity} taken or promised)`,
    );
  });
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
  now: Date,
): ReadonlyMap<string, Wait> {
  const look = { hosts, places: new Places(hosts), now };
  return new Map(jobs.map((job) => [job.id, waitOf(job, look)]));
}
