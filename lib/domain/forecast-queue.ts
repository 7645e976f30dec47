import { isUsable, standingOf } from "./placement";
import type { QueueHost, QueueJob } from "./queue-waits";

/** A queued job with how long it is expected to run. */
export interface ForecastJob extends QueueJob {
  seconds: number;
}

/** A job that holds a place now. */
export interface ForecastRunning {
  id: string;
  hostId: string | null;
  secondsLeft: number;
}

/** Seconds from now. */
export interface Forecast {
  start: number;
  end: number;
}

interface Running {
  id: string;
  hostId: string;
  ends: number;
}

/**
 * When queued jobs are expected to start and end, if everything goes on as it is: hosts keep their state, nothing
 * fails, and a free place takes the first job of the queue that it can run. A job goes where its inputs lie while that host
 * takes jobs, and those that follow it go there too; copying takes no time here. Jobs that cannot start like this are absent.
 *
 * @param queue the whole queue in its order
 */
export function forecastQueue(
  queue: readonly ForecastJob[],
  running: readonly ForecastRunning[],
  hosts: readonly QueueHost[],
): ReadonlyMap<string, Forecast> {
  return new Simulation(queue, running, hosts).run();
}

class Simulation {
  private readonly found = new Map<string, Forecast>();
  private readonly free: Map<string, number>;
  private readonly lies = new Map<string, string>();
  private readonly followers = new Map<string, number[]>();
  /** How many jobs each one still waits for. */
  private readonly open: number[];
  /** Places in the queue of jobs that wait for nothing but a place, ascending. */
  private ready: number[];
  private running: Running[];

  constructor(
    private readonly queue: readonly ForecastJob[],
    running: readonly ForecastRunning[],
    private readonly hosts: readonly QueueHost[],
  ) {
    this.free = new Map(
      hosts.filter(isUsable).map((host) => [host.id, Math.max(0, host.capacity - host.taken)]),
    );
    this.open = queue.map((job) => job.before.filter(({ status }) => status !== "succeeded").length);
    queue.forEach((job, i) => {
      for (const { id } of job.before) this.followers.set(id, [...(this.followers.get(id) ?? []), i]);
    });
    this.ready = queue.flatMap((_, i) => (this.open[i] === 0 ? [i] : []));
    this.running = running.flatMap(({ id, hostId, secondsLeft }) =>
      hostId === null ? [] : [{ id, hostId, ends: secondsLeft }],
    );
  }

  run(): ReadonlyMap<string, Forecast> {
    let now = 0;
    for (;;) {
      this.startReady(now);
      if (this.running.length === 0) return this.found;
      now = Math.min(...this.running.map((job) => job.ends));
      const ended = this.running.filter((job) => job.ends <= now);
      this.running = this.running.filter((job) => job.ends > now);
      for (const job of ended) this.end(job);
    }
  }

  private end({ id, hostId }: Running): void {
    this.lies.set(id, hostId);
    const free = this.free.get(hostId);
    if (free !== undefined) this.free.set(hostId, free + 1);
    for (const i of this.followers.get(id) ?? []) {
      const left = (this.open[i] ?? 0) - 1;
      this.open[i] = left;
      if (left === 0) this.ready.push(i);
    }
    this.ready.sort((a, b) => a - b);
  }

  private startReady(now: number): void {
    this.ready = this.ready.filter((i) => {
      const job = this.queue[i];
      const hostId = job && this.placeFor(job);
      if (!job || !hostId) return true;
      this.free.set(hostId, (this.free.get(hostId) ?? 0) - 1);
      const ends = now + job.seconds;
      this.running.push({ id: job.id, hostId, ends });
      this.found.set(job.id, { start: now, end: ends });
      return false;
    });
  }

  /** A host with a free place that may run it: the one with most of them. */
  private placeFor(job: ForecastJob): string | null {
    const foreseen = job.before.flatMap(({ id }) => this.lies.get(id) ?? []);
    const lies = [...job.inputs.flatMap(({ holderId }) => holderId ?? []), ...foreseen];
    const preferred = new Set(job.requiredHostId === null ? lies.filter((id) => this.free.has(id)) : []);
    const able = this.hosts
      .filter(({ id }) => (this.free.get(id) ?? 0) > 0 && (preferred.size === 0 || preferred.has(id)))
      .filter((host) => standingOf(job, host, this.hosts) !== "never")
      .map(({ id }): [string, number] => [id, this.free.get(id) ?? 0]);
    const most = able.reduce<[string, number] | null>(
      (best, one) => (best && best[1] >= one[1] ? best : one),
      null,
    );
    return most?.[0] ?? null;
  }
}
