import { describe, expect, it } from "vitest";
import { hostUsage } from "../../lib/contracts";
import { busyCores, readNetwork, UsageSampler } from "./host-usage";

const NET = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
  eth0: 1000 10 0 0 0 0 0 0 200 2 0 0 0 0 0 0
wlan0:50 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0
broken: x
`;

describe("what keeps a host busy", () => {
  it("is cores: milliseconds of work per millisecond", () => {
    expect(busyCores({ busyMs: 1000, atMs: 0 }, { busyMs: 4000, atMs: 2000 })).toBe(1.5);
    expect(busyCores({ busyMs: 1000, atMs: 5 }, { busyMs: 1000, atMs: 5 })).toBeUndefined();
    expect(busyCores({ busyMs: 1000, atMs: 0 }, { busyMs: 10, atMs: 100 })).toBeUndefined();
  });

  it("is what goes over the wire, not what the machine says to itself", () => {
    expect(readNetwork(NET)).toEqual({ received: 1050, sent: 207 });
    expect(readNetwork("")).toBeNull();
  });

  it("is measured as the contract says; without nvidia-smi there are no GPUs, not zero", async () => {
    const sampler = new UsageSampler(".", { ...process.env, PATH: "" });
    await new Promise((resolve) => setImmediate(resolve));
    const usage = await sampler.sample();
    expect(hostUsage.parse(usage)).toEqual(usage);
    expect(usage).not.toHaveProperty("gpus");
    expect(usage.hostMemoryTotalBytes).toBeGreaterThan(usage.hostMemoryBytes ?? Number.POSITIVE_INFINITY);
    expect(usage.diskFreeBytes).toBeGreaterThan(0);
  });

  it("leaves out the disk of a folder that is not there", async () => {
    const usage = await new UsageSampler("/nowhere/to/be/found", { ...process.env, PATH: "" }).sample();
    expect(usage).not.toHaveProperty("diskFreeBytes");
  });
});
