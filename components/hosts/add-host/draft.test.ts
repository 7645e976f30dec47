import { describe, expect, it } from "vitest";
import { configErrors, EMPTY_HOST, requestOf, withConfig } from "./draft";

const NAMED = { ...EMPTY_HOST, hostName: " gpu-1 " };

describe("a host as it is typed", () => {
  it("becomes what the server takes: trimmed, and what was left empty is none", () => {
    const slurm = withConfig({ ...NAMED, launcher: "slurm", dataDir: "  " }, { partition: "gpu" });
    expect(requestOf(slurm)).toEqual({
      request: {
        hostName: "gpu-1",
        launcher: "slurm",
        launcherConfig: { partition: "gpu" },
        capacity: 1,
        dataDir: null,
        sharedStorage: null,
      },
    });
  });

  it("names every fault by its field, the launcher's by their own paths", () => {
    const wrong = withConfig(
      { ...EMPTY_HOST, launcher: "ssh", capacity: null, dataDir: "data" },
      { port: 0 },
    );
    const asked = requestOf(wrong);
    if (!("errors" in asked)) throw new Error("nothing was found wrong");
    expect(Object.keys(asked.errors).sort()).toEqual([
      "capacity",
      "dataDir",
      "hostName",
      "launcherConfig.host",
      "launcherConfig.port",
    ]);
    expect(Object.keys(configErrors(asked.errors)).sort()).toEqual(["host", "port"]);
    expect(asked.errors.hostName).toBe("is needed");
  });

  it("keeps what was typed for one launcher while another one is looked at", () => {
    const typed = withConfig({ ...NAMED, launcher: "slurm" }, { qos: "long" });
    const back = {
      ...withConfig({ ...typed, launcher: "ray" }, { python: "ray" }),
      launcher: "slurm" as const,
    };
    expect(requestOf(back)).toMatchObject({ request: { launcherConfig: { qos: "long" } } });
  });
});
