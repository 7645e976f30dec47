import type { JobRow } from "@/lib/contracts";
import { isEnded, isLive } from "@/lib/domain/run-status";

/** What one host has to do with an ablation. */
export interface HostJobs {
  /** null: jobs that may still run anywhere. */
  host: string | null;
  launcher: string | null;
  running: number;
  ended: number;
  waiting: number;
}

/** The jobs of an ablation by the host that ran them or must run them, the busiest first, unplaced ones last. */
export function jobsByHost(jobs: readonly JobRow[]): HostJobs[] {
  const found = new Map<string | null, HostJobs>();
  for (const { hostName: host, launcher, status } of jobs) {
    const was = found.get(host) ?? { host, launcher, running: 0, ended: 0, waiting: 0 };
    const part = isLive(status) ? "running" : isEnded(status) ? "ended" : "waiting";
    found.set(host, { ...was, [part]: was[part] + 1 });
  }
  const size = ({ running, ended, waiting }: HostJobs) => running + ended + waiting;
  return [...found.values()].sort(
    (a, b) => Number(a.host === null) - Number(b.host === null) || size(b) - size(a),
  );
}
