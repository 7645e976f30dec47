import { readFileSync, statfsSync } from "node:fs";
import { cpus, freemem, totalmem } from "node:os";
import type { HostUsage } from "../../lib/contracts";
import { askNvidiaSmi, readGpuUsage } from "./gpu-facts";

/** A moment of all processors: milliseconds since the machine began. */
export interface CpuMoment {
  busyMs: number;
  atMs: number;
}

/** Cores that were busy between two moments; undefined where no time passed or a counter began anew. */
export function busyCores(from: CpuMoment, to: CpuMoment): number | undefined {
  const [busy, passed] = [to.busyMs - from.busyMs, to.atMs - from.atMs];
  return passed > 0 && busy >= 0 ? Math.round((busy / passed) * 1000) / 1000 : undefined;
}

/** Bytes that went over the wire, as /proc/net/dev tells; what a machine says to itself is none. */
export function readNetwork(text: string): { received: number; sent: number } | null {
  let [received, sent, cards] = [0, 0, 0];
  for (const line of text.split("\n")) {
    const [name, figures] = line.split(":");
    if (figures === undefined || name?.trim() === "lo") continue;
    const columns = figures.trim().split(/\s+/).map(Number);
    const [into, out] = [columns[0], columns[8]];
    if (!Number.isSafeInteger(into) || !Number.isSafeInteger(out)) continue;
    cards += 1;
    received += into ?? 0;
    sent += out ?? 0;
  }
  return cards > 0 ? { received, sent } : null;
}

/**
 * What keeps this machine busy, one moment after the other: processors as a mean since the moment before. What cannot be
 * measured is left out.
 */
export class UsageSampler {
  private before = cpuMoment();

  constructor(
    /** The folder whose disk jobs write to. */
    private readonly dataDir: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  async sample(): Promise<HostUsage> {
    const gpus = await askNvidiaSmi(this.env);
    const now = cpuMoment();
    const hostCpuCores = busyCores(this.before, now);
    this.before = now;
    const total = totalmem();
    const network = ifReadable(() => readNetwork(readFileSync("/proc/net/dev", "utf8")));
    return knownUsage({
      hostCpuCores,
      hostMemoryBytes: Math.max(0, total - freemem()),
      hostMemoryTotalBytes: total,
      diskFreeBytes: ifReadable(() => diskFree(this.dataDir)) ?? undefined,
      networkReceivedBytes: network?.received,
      networkSentBytes: network?.sent,
      gpus: gpus ? readGpuUsage(gpus) : undefined,
    });
  }
}

function cpuMoment(): CpuMoment {
  const busyMs = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return { busyMs, atMs: performance.now() };
}

function diskFree(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function ifReadable<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Without the values that are not known: over the wire they are left out. */
export function knownUsage(usage: { [Name in keyof HostUsage]: HostUsage[Name] | undefined }): HostUsage {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== undefined));
}
