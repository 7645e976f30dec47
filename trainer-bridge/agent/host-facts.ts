import { statfsSync } from "node:fs";
import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from "node:os";
import { gpuFacts } from "./gpu-facts";

const GIB = 1024 ** 3;
const gigabytes = (bytes: number) => `${(bytes / GIB).toFixed(1)} GB`;

/**
 * What a person wants to know of a host, as the Hosts page shows it. What cannot be told is said to be unknown, never
 * guessed.
 *
 * @param dataDir the folder whose disk jobs write to
 */
export async function hostFacts(dataDir: string, env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  return {
    platform: `${platform()} ${release()}`,
    architecture: arch(),
    cpu: cpus()[0]?.model.trim() || "unknown",
    cores: String(availableParallelism()),
    memory: gigabytes(totalmem()),
    "memory free": gigabytes(freemem()),
    "disk free": diskFree(dataDir),
    ...(await gpuFacts(env)),
    node: process.version,
  };
}

function diskFree(dataDir: string): string {
  try {
    const { bavail, blocks, bsize } = statfsSync(dataDir);
    return `${gigabytes(bavail * bsize)} of ${gigabytes(blocks * bsize)}`;
  } catch (error) {
    return `unknown: ${error instanceof Error ? error.message : String(error)}`;
  }
}
