import { z } from "zod";
import { NO_NVIDIA_SMI, readGpus } from "../../gpu-facts";
import { askGpus } from "./remote-gpus";
import type { RemoteHost } from "./remote-host";

const GIB = 1024 ** 3;
const gigabytes = (bytes: number) => `${(bytes / GIB).toFixed(1)} GB`;

const answered = z.strictObject({
  platform: z.string(),
  architecture: z.string(),
  cpu: z.string().nullable(),
  cores: z.int().nullable(),
  memoryBytes: z.number(),
  memoryFreeKib: z.string().nullable(),
  diskFreeBytes: z.number(),
  diskBytes: z.number(),
  python: z.string(),
  nvidiaSmi: z.boolean(),
});

/** The facts of the remote host under the names of the agent's own; why none are known, if it does not answer. */
export async function remoteFacts(host: RemoteHost, address: string): Promise<Record<string, string>> {
  try {
    const { answer } = await host.ask({ op: "facts" });
    const facts = answered.parse(answer);
    const freeKib = Number.parseInt(facts.memoryFreeKib ?? "", 10);
    return {
      "driven over SSH": address,
      platform: facts.platform,
      architecture: facts.architecture,
      cpu: facts.cpu ?? "unknown",
      ...(facts.cores !== null && { cores: String(facts.cores) }),
      memory: gigabytes(facts.memoryBytes),
      "memory free": Number.isNaN(freeKib) ? "unknown" : gigabytes(freeKib * 1024),
      "disk free": `${gigabytes(facts.diskFreeBytes)} of ${gigabytes(facts.diskBytes)}`,
      ...(facts.nvidiaSmi ? readGpus(await askGpus(host)) : NO_NVIDIA_SMI),
      python: facts.python,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { "driven over SSH": address, "not known now": why.slice(0, 1000) };
  }
}
