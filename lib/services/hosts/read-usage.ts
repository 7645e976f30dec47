import type { Queryable } from "@/db/client";
import { latestHostUsage, readHostUsage, type UsageBucket } from "@/db/queries/host-records";
import { findHost } from "@/db/queries/hosts";
import { type HostRecent, type HostUsageAnswer, type HostUsageQuery, RECENT_BUCKETS } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";

const HOUR_MS = 3_600_000;

type Line = HostUsageAnswer["lines"][number];

function linesOf(buckets: readonly UsageBucket[], fromMs: number): Line[] {
  const lines = new Map<string, Line>();
  for (const { metric, gpu, x, count, min, mean, max } of buckets) {
    const line = lines.get(`${metric} ${gpu}`) ?? { metric, gpu, marks: [] };
    lines.set(`${metric} ${gpu}`, line);
    line.marks.push({ x: x - fromMs, count, min, mean, max });
  }
  return [...lines.values()];
}

/**
 * What kept a host busy over the last hours.
 * @throws AppError `not-found` if there is no such host
 */
export async function readUsage(
  db: Queryable,
  hostId: string,
  { hours, buckets }: HostUsageQuery,
  now: Date,
): Promise<HostUsageAnswer> {
  if (!(await findHost(db, hostId))) throw notFound("host", hostId);
  const toMs = now.getTime();
  const fromMs = toMs - Math.round(hours * HOUR_MS);
  const bucketMs = Math.max(1000, Math.ceil((toMs - fromMs + 1) / buckets));
  const [rows, latest] = await Promise.all([
    readHostUsage(db, [hostId], { fromMs, toMs, bucketMs }),
    latestHostUsage(db, [hostId]),
  ]);
  const last = latest.get(hostId);
  return {
    from: new Date(fromMs).toISOString(),
    to: now.toISOString(),
    bucketMs,
    lines: linesOf(rows, fromMs),
    latest: last ? { at: last.at.toISOString(), usage: last.usage } : null,
  };
}

/** Mean of each stretch over all lines of a metric; null where nothing was told. */
function spread(rows: readonly UsageBucket[], fromMs: number, bucketMs: number): (number | null)[] {
  const sums = Array.from({ length: RECENT_BUCKETS }, () => ({ sum: 0, n: 0 }));
  for (const { x, mean } of rows) {
    const slot = sums[Math.min(RECENT_BUCKETS - 1, Math.floor((x - fromMs) / bucketMs))];
    if (!slot) continue;
    slot.sum += mean;
    slot.n += 1;
  }
  return sums.map(({ sum, n }) => (n === 0 ? null : sum / n));
}

/** The last hour of each host that tells what keeps it busy, and the latest of its figures. */
export async function readRecentUsage(
  db: Queryable,
  hostIds: readonly string[],
  now: Date,
): Promise<HostRecent[]> {
  const toMs = now.getTime();
  const fromMs = toMs - HOUR_MS;
  const bucketMs = Math.ceil((HOUR_MS + 1) / RECENT_BUCKETS);
  const [rows, latest] = await Promise.all([
    readHostUsage(db, hostIds, { fromMs, toMs, bucketMs }),
    latestHostUsage(db, hostIds),
  ]);
  return hostIds.flatMap((hostId) => {
    const last = latest.get(hostId);
    if (!last) return [];
    const own = rows.filter((row) => row.hostId === hostId);
    const gpus = own.filter(({ metric }) => metric === "gpuUtilization");
    return {
      hostId,
      latest: { at: last.at.toISOString(), usage: last.usage },
      cpuCores: spread(
        own.filter(({ metric }) => metric === "cpuCores"),
        fromMs,
        bucketMs,
      ),
      gpuUtilization: gpus.length > 0 ? spread(gpus, fromMs, bucketMs) : null,
    };
  });
}
