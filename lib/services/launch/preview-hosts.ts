import type { Queryable } from "@/db/client";
import { selectAllHosts } from "@/db/queries/hosts";
import type { LaunchPreview } from "@/lib/contracts";
import type { TokenEstimate } from "@/lib/domain/estimate-cost";
import type { PlannedJob } from "@/lib/domain/expand-ablation";
import type { NotedHost } from "@/lib/domain/place-notes";
import { schedule } from "@/lib/domain/schedule";
import { isConnected } from "../hosts/list-hosts";

const ASSUMED_CAPACITY = 1;
/** Stands for the host that will connect some day. */
const ASSUMED_HOST = "assumed";

export interface PreviewHost extends NotedHost {
  launcher: string;
  capacity: number;
}

/** Every host that ever registered. */
export async function readHosts(db: Queryable, now: Date): Promise<PreviewHost[]> {
  return (await selectAllHosts(db)).map((host) => ({
    id: host.id,
    name: host.name,
    launcher: host.launcher,
    state: host.state,
    capacity: host.capacity,
    connected: isConnected(host, now),
    trainerReady: host.trainerReady,
    sharedStorage: host.sharedStorage,
  }));
}

/** A job of the plan with its cost, and the host on which it is expected to run. */
export interface CostedJob extends PlannedJob {
  tokens: TokenEstimate;
  seconds: number;
  hostId: string | null;
}

export interface Costed {
  jobs: CostedJob[];
  wallSeconds: number;
}

/** Spreads jobs over hosts as the queue is expected to. */
export function spread(jobs: Omit<CostedJob, "hostId">[], hosts: readonly PreviewHost[]): Costed {
  const open = hosts.filter(({ state }) => state === "active");
  const assumed = { id: ASSUMED_HOST, capacity: ASSUMED_CAPACITY, open: true };
  const { seconds, hostOf } = schedule(
    jobs.map((job) => ({ ...job, hostId: job.place.hostId })),
    [
      ...hosts.map((host) => ({ ...host, open: open.includes(host) })),
      ...(open.length === 0 ? [assumed] : []),
    ],
  );
  return { jobs: jobs.map((job) => ({ ...job, hostId: hostOf.get(job.key) ?? null })), wallSeconds: seconds };
}

export type Capacity = Pick<LaunchPreview["totals"], "capacity" | "capacitySource">;

/** Places that the plan may use: of the one host that it names, else of all that it names or that are open to it. */
export function capacityFor({ jobs }: Costed, hosts: readonly PreviewHost[]): Capacity {
  const named = new Set(jobs.map(({ place }) => place.hostId));
  const usable = hosts.filter(({ id, state }) => named.has(id) || (named.has(null) && state === "active"));
  const capacity = usable.reduce((total, host) => total + host.capacity, 0);
  if (capacity === 0) return { capacity: ASSUMED_CAPACITY, capacitySource: "assumed" };
  return { capacity, capacitySource: named.size === 1 && !named.has(null) ? "host" : "hosts" };
}

/** What each host gets to do. */
export function hostsOf({ jobs }: Costed, hosts: readonly PreviewHost[]): LaunchPreview["hosts"] {
  const known = hosts.map(({ id, name, launcher, capacity }) => ({ hostId: id, name, launcher, capacity }));
  const assumed = { hostId: null, name: "no host yet", launcher: "", capacity: ASSUMED_CAPACITY };
  return [...known, assumed].flatMap((host) => {
    const own = jobs.filter(({ hostId }) => hostId === (host.hostId ?? ASSUMED_HOST));
    const seconds = own.reduce((total, job) => total + job.seconds, 0);
    return own.length > 0 ? [{ ...host, jobs: own.length, seconds }] : [];
  });
}
