import { z } from "zod";
import type { HostUsage } from "../../../../lib/contracts";
import { readGpuUsage } from "../../gpu-facts";
import { busyCores, type CpuMoment, knownUsage, readNetwork } from "../../host-usage";
import { askGpus } from "./remote-gpus";
import type { RemoteHost } from "./remote-host";

const size = z.int().min(0);
const answered = z.strictObject({
  busyMs: z.number().nullable(),
  atMs: z.number(),
  memoryBytes: size.nullable(),
  memoryFreeBytes: size.nullable(),
  diskFreeBytes: size,
  network: z.string(),
  nvidiaSmi: z.boolean(),
});
type Answered = z.infer<typeof answered>;

/**
 * What keeps the remote host busy, one moment after the other: processors as a mean since the moment before. What it
 * does not tell is left out.
 */
export class RemoteUsage {
  private before: CpuMoment | null = null;

  constructor(private readonly host: Pick<RemoteHost, "ask">) {}

  /** Throws if the host does not answer. */
  async sample(): Promise<HostUsage> {
    const told = answered.parse((await this.host.ask({ op: "usage" })).answer);
    const gpus = told.nvidiaSmi ? readGpuUsage(await askGpus(this.host)) : undefined;
    const network = readNetwork(told.network);
    return knownUsage({
      hostCpuCores: this.cores(told),
      hostMemoryBytes: inUse(told),
      hostMemoryTotalBytes: told.memoryBytes ?? undefined,
      diskFreeBytes: told.diskFreeBytes,
      networkReceivedBytes: network?.received,
      networkSentBytes: network?.sent,
      gpus,
    });
  }

  private cores({ busyMs, atMs }: Answered): number | undefined {
    const { before } = this;
    this.before = busyMs === null ? null : { busyMs, atMs };
    return before && this.before ? busyCores(before, this.before) : undefined;
  }
}

function inUse({ memoryBytes, memoryFreeBytes }: Answered): number | undefined {
  return memoryBytes === null || memoryFreeBytes === null
    ? undefined
    : Math.max(0, memoryBytes - memoryFreeBytes);
}
