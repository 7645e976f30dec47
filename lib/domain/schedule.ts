/** A job as the scheduler sees it. */
export interface ScheduledJob {
  key: string;
  dependsOn: string[];
  priority: number;
  seconds: number;
}

/**
 * Seconds until the last job ends, if `capacity` jobs run side by side and a free place always takes the ready job
 * of the highest priority: the rule of the queue itself. Jobs whose dependencies are not in the list never start
 * and are not counted.
 */
export function makespan(jobs: ScheduledJob[], capacity: number): number {
  const waiting = [...jobs].sort((a, b) => b.priority - a.priority);
  const done = new Set<string>();
  let running: { key: string; ends: number }[] = [];
  let now = 0;
  for (;;) {
    for (let i = 0; i < waiting.length && running.length < capacity; ) {
      const job = waiting[i];
      if (!job?.dependsOn.every((key) => done.has(key))) {
        i += 1;
        continue;
      }
      waiting.splice(i, 1);
      running.push({ key: job.key, ends: now + job.seconds });
    }
    if (running.length === 0) return now;
    now = Math.min(...running.map((job) => job.ends));
    for (const job of running) if (job.ends <= now) done.add(job.key);
    running = running.filter((job) => job.ends > now);
  }
}
