/** A job as the scheduler sees it. */
export interface ScheduledJob {
  key: string;
  dependsOn: readonly string[];
  priority: number;
  seconds: number;
  /** Where it must run; null: any host that is open to all. */
  hostId: string | null;
}

export interface ScheduleHost {
  id: string;
  capacity: number;
  /** Takes jobs that name no host. */
  open: boolean;
}

export interface Schedule {
  /** Seconds until the last job ends. */
  seconds: number;
  /** Where each job ran, by its key. Jobs that can never start are absent. */
  hostOf: ReadonlyMap<string, string>;
}

interface Running {
  key: string;
  hostId: string;
  ends: number;
}

/**
 * How jobs spread over hosts if a free place always takes the ready job of the highest priority that may run there:
 * the rule of the queue itself. A job that names no host goes where a job that it waited for ran, else to the host with
 * most free places.
 */
export function schedule(jobs: readonly ScheduledJob[], hosts: readonly ScheduleHost[]): Schedule {
  return new Simulation(jobs, hosts).run();
}

class Simulation {
  private readonly waiting: ScheduledJob[];
  private readonly free: Map<string, number>;
  private readonly hostOf = new Map<string, string>();
  private readonly done = new Set<string>();
  private running: Running[] = [];

  constructor(
    jobs: readonly ScheduledJob[],
    private readonly hosts: readonly ScheduleHost[],
  ) {
    this.waiting = jobs.toSorted((a, b) => b.priority - a.priority);
    this.free = new Map(hosts.map(({ id, capacity }) => [id, capacity]));
  }

  run(): Schedule {
    let now = 0;
    for (;;) {
      this.startReady(now);
      if (this.running.length === 0) return { seconds: now, hostOf: this.hostOf };
      now = Math.min(...this.running.map((job) => job.ends));
      for (const job of this.running.filter((each) => each.ends <= now)) this.end(job);
      this.running = this.running.filter((job) => job.ends > now);
    }
  }

  private startReady(now: number): void {
    for (let i = 0; i < this.waiting.length; ) {
      const job = this.waiting[i];
      const hostId = job?.dependsOn.every((key) => this.done.has(key)) ? this.hostFor(job) : null;
      if (!job || hostId === null) {
        i += 1;
        continue;
      }
      this.waiting.splice(i, 1);
      this.free.set(hostId, (this.free.get(hostId) ?? 0) - 1);
      this.hostOf.set(job.key, hostId);
      this.running.push({ key: job.key, hostId, ends: now + job.seconds });
    }
  }

  private end({ key, hostId }: Running): void {
    this.done.add(key);
    this.free.set(hostId, (this.free.get(hostId) ?? 0) + 1);
  }

  /** A host with a free place that may take it now. */
  private hostFor({ hostId, dependsOn }: ScheduledJob): string | null {
    const placesOf = (id: string) => this.free.get(id) ?? 0;
    if (hostId !== null) return placesOf(hostId) > 0 ? hostId : null;
    const able = this.hosts.filter(({ id, open }) => open && placesOf(id) > 0);
    const holders = new Set(dependsOn.map((key) => this.hostOf.get(key)));
    const held = able.filter(({ id }) => holders.has(id));
    const [best] = (held.length > 0 ? held : able).toSorted((a, b) => placesOf(b.id) - placesOf(a.id));
    return best?.id ?? null;
  }
}
