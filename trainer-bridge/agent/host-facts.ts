import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";

/** What a person wants to know of a host, as the Hosts page shows it. */
export function hostFacts(): Record<string, string> {
  return {
    platform: `${platform()} ${release()}`,
    architecture: arch(),
    cpu: cpus()[0]?.model.trim() || "unknown",
    cores: String(availableParallelism()),
    memory: `${(totalmem() / 1024 ** 3).toFixed(1)} GB`,
    node: process.version,
  };
}
