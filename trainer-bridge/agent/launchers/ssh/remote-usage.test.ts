import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hostUsage } from "../../../../lib/contracts";
import { freshFolder, PATIENCE, removeFolder } from "../../testing/agent-process";
import { RemoteUsage } from "./remote-usage";
import { askHere } from "./testing/ask-here";

const told = {
  ...{ busyMs: 1000, atMs: 0, memoryBytes: 100, memoryFreeBytes: 30, diskFreeBytes: 7 },
  ...{ network: "eth0: 5 0 0 0 0 0 0 0 9 0\n", nvidiaSmi: false },
};
/** A host that gives these answers, one after the other. */
const telling = (...answers: object[]) => ({
  ask: async () => ({ answer: answers.shift(), payload: Buffer.alloc(0) }),
});

describe("what keeps a remote host busy", PATIENCE, () => {
  let root: string;
  beforeEach(() => {
    root = freshFolder();
  });
  afterEach(() => removeFolder(root));

  it("is told by the host itself, in the words of the contract", async () => {
    const usage = new RemoteUsage({ ask: askHere(join(root, "not", "there", "yet")) });
    expect(await usage.sample()).not.toHaveProperty("hostCpuCores");
    const second = await usage.sample();
    expect(hostUsage.parse(second)).toEqual(second);
    expect(second.hostCpuCores).toBeGreaterThanOrEqual(0);
    expect(second.hostMemoryTotalBytes).toBeGreaterThan(second.hostMemoryBytes ?? Number.POSITIVE_INFINITY);
    expect(second.diskFreeBytes).toBeGreaterThan(0);
  });

  it("is with its GPUs, where it has nvidia-smi", async () => {
    const program = join(root, "nvidia-smi");
    writeFileSync(program, '#!/bin/sh\necho "0, 81920, 40960, 50, [N/A], 61, 550.1, NVIDIA H100, 80GB"\n');
    chmodSync(program, 0o755);
    const env = { ...process.env, PATH: `${root}${delimiter}${process.env.PATH}` };
    const { gpus } = await new RemoteUsage({ ask: askHere(root, env) }).sample();
    expect(gpus).toEqual([
      {
        ...{ index: 0, name: "NVIDIA H100, 80GB", utilization: 0.5, memoryBytes: 40 * 2 ** 30 },
        ...{ memoryTotalBytes: 80 * 2 ** 30, watts: null, celsius: 61 },
      },
    ]);
  });

  it("is a mean between two questions, and none after a restart of the machine", async () => {
    const later = { ...told, busyMs: 4000, atMs: 2000 };
    const usage = new RemoteUsage(telling(told, later, told));
    expect(await usage.sample()).toEqual({
      ...{ hostMemoryBytes: 70, hostMemoryTotalBytes: 100, diskFreeBytes: 7 },
      ...{ networkReceivedBytes: 5, networkSentBytes: 9 },
    });
    expect((await usage.sample()).hostCpuCores).toBe(1.5);
    expect(await usage.sample()).not.toHaveProperty("hostCpuCores");
  });

  it("leaves out what the system does not tell, and takes nothing that is no answer", async () => {
    const silent = { ...told, busyMs: null, memoryBytes: null, memoryFreeBytes: null, network: "" };
    expect(await new RemoteUsage(telling(silent)).sample()).toEqual({ diskFreeBytes: 7 });
    await expect(new RemoteUsage(telling({ ...told, diskFreeBytes: "x" })).sample()).rejects.toThrow();
  });
});
