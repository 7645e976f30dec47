import type { HostUsage, SystemValues } from "../../../lib/contracts";
import type { RandomStream } from "../../../lib/stats/random";

const GIB = 2 ** 30;

/** What a machine of four cores and one GPU tells of itself while something trains on it. */
export function machineNow(random: RandomStream): HostUsage {
  const busy = 0.7 + 0.2 * random.uniform();
  return {
    hostCpuCores: 4 * busy,
    hostMemoryBytes: Math.round((9 + busy) * GIB),
    hostMemoryTotalBytes: 16 * GIB,
    diskFreeBytes: 120 * GIB,
    gpus: [
      {
        index: 0,
        name: "Acted GPU",
        utilization: busy,
        memoryBytes: Math.round(20 * busy * GIB),
        memoryTotalBytes: 24 * GIB,
        watts: 250 * busy,
        celsius: 60,
      },
    ],
  };
}

/** The same with what the trainer itself uses; `activeMs` is how long it has trained, which its counters follow. */
export function trainerNow(random: RandomStream, activeMs: number): SystemValues {
  return {
    ...machineNow(random),
    cpuCores: 2 + random.uniform(),
    memoryBytes: 3 * GIB,
    diskReadBytes: 40_000_000,
    diskWrittenBytes: activeMs * 2000,
    networkReceivedBytes: activeMs * 100,
    networkSentBytes: activeMs * 900,
  };
}
