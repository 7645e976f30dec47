import type { HostView, JobKind } from "@/lib/contracts";

/** A host as far as it matters for where a job may run. */
export interface PlaceHost {
  id: string;
  state: HostView["state"] | "removed";
  connected: boolean;
  trainerReady: boolean;
  /** Hosts of one name see each other's files at the same paths; null: shares nothing. */
  sharedStorage: string | null;
}

/** Files that a job reads, or goes on from, and where they lie. */
export interface PlacedInput {
  /** Of what it is told: `the result of "warm-up"`, `its last checkpoint`. */
  what: string;
  /** The host that wrote it; null: nobody knows. */
  holderId: string | null;
  /** Hosts that fetched a copy. */
  copyHostIds: readonly string[];
  /** Name of its content (artifact-manifest.ts); null: nothing is known of its files, so they cannot be copied. */
  manifest: string | null;
  /** Every file of it is in the server's store. */
  stored: boolean;
}

export interface PlacedJob {
  kind: JobKind;
  requiredHostId: string | null;
  inputs: readonly PlacedInput[];
  /** Since when it waits for nothing but a place. */
  readyAt: Date;
}

/**
 * How long a training waits for a place where its inputs lie before another host may fetch them. An evaluation waits as
 * long as that host takes jobs: to copy a checkpoint costs more than to read it.
 */
export const PREFER_HOLDER_MS = 60_000;

/** Whether a host would be given jobs if it had a place. */
export function isUsable(host: PlaceHost): boolean {
  return host.state === "active" && host.connected && host.trainerReady;
}

/** Hosts on which the files lie. */
export function holdersOf<Host extends PlaceHost>(input: PlacedInput, hosts: readonly Host[]): Host[] {
  const having = new Set([...(input.holderId === null ? [] : [input.holderId]), ...input.copyHostIds]);
  const shares = new Set(
    hosts.flatMap(({ id, sharedStorage }) => (having.has(id) && sharedStorage !== null ? sharedStorage : [])),
  );
  return hosts.filter(
    ({ id, sharedStorage }) => having.has(id) || (sharedStorage !== null && shares.has(sharedStorage)),
  );
}

/**
 * What a host is to a job, whatever its state: `holds` all inputs, `fetches` those that it lacks from the server's store,
 * `lacks` some until another host has sent them there, or is `never` one for it.
 */
export type Standing = "holds" | "fetches" | "lacks" | "never";

function standingOfInput(input: PlacedInput, host: PlaceHost, hosts: readonly PlaceHost[]): Standing {
  const holders = holdersOf(input, hosts);
  if (holders.some(({ id }) => id === host.id)) return "holds";
  if (input.manifest === null) return "never";
  if (input.stored) return "fetches";
  return holders.some(({ state }) => state !== "removed") ? "lacks" : "never";
}

const FROM_BEST: readonly Standing[] = ["holds", "fetches", "lacks", "never"];

/** The worst of what it is to each input. */
export function standingOf(
  job: Pick<PlacedJob, "requiredHostId" | "inputs">,
  host: PlaceHost,
  hosts: readonly PlaceHost[],
): Standing {
  const elsewhere = job.requiredHostId !== null && job.requiredHostId !== host.id;
  if (elsewhere || host.state === "removed") return "never";
  const ranks = job.inputs.map((input) => FROM_BEST.indexOf(standingOfInput(input, host, hosts)));
  return FROM_BEST[Math.max(0, ...ranks)] ?? "never";
}

/** Hosts that hold all inputs and would be given the job if they had a place: others leave it to them for a while. */
export function preferredHosts<Host extends PlaceHost>(
  job: PlacedJob,
  hosts: readonly Host[],
  now: Date,
): Host[] {
  if (job.requiredHostId !== null) return [];
  const waited = now.getTime() - job.readyAt.getTime();
  if (job.kind !== "evaluate" && waited >= PREFER_HOLDER_MS) return [];
  return hosts.filter((host) => isUsable(host) && standingOf(job, host, hosts) === "holds");
}

/** Whether a host that asks for a job may be given this one. */
export function mayTake(job: PlacedJob, host: PlaceHost, hosts: readonly PlaceHost[], now: Date): boolean {
  const standing = standingOf(job, host, hosts);
  if (standing === "holds") return true;
  return standing === "fetches" && preferredHosts(job, hosts, now).length === 0;
}

/**
 * The inputs that have to be sent to the server's store so that the job can start, each with the hosts that can send it,
 * connected ones first. None where a host that holds everything will take it.
 */
export function missingInputs(
  job: PlacedJob,
  hosts: readonly PlaceHost[],
  now: Date,
): { input: PlacedInput; from: PlaceHost[] }[] {
  const usable = hosts.filter(
    (host) => standingOf(job, host, hosts) !== "never" && (isUsable(host) || host.id === job.requiredHostId),
  );
  const served = usable.some((host) => standingOf(job, host, hosts) === "fetches");
  const takers = usable.filter((host) => standingOf(job, host, hosts) === "lacks");
  if (served || takers.length === 0 || preferredHosts(job, hosts, now).length > 0) return [];
  const wanted = job.inputs.filter((input) =>
    takers.some((host) => standingOfInput(input, host, hosts) === "lacks"),
  );
  return wanted.map((input) => ({
    input,
    from: holdersOf(input, hosts)
      .filter(({ state }) => state !== "removed")
      .sort((a, b) => Number(b.connected) - Number(a.connected)),
  }));
}
