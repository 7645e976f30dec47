import { afterAll, describe, test } from "vitest";
import { launcherConformance } from "./conformance";
import { slurmLauncher } from "./slurm";
import { startSlurmCluster } from "./slurm/testing/cluster";
import { openLauncher } from "./types";

const cluster = await startSlurmCluster();
if (typeof cluster === "string") {
  console.warn(`Slurm is not tested: ${cluster}`);
  test.skip(`Slurm is not tested: ${cluster}`, () => {});
} else {
  process.env.SLURM_CONF = cluster.conf;
  afterAll(() => cluster.close());
  const fast = { termMs: 300, pollMs: 100, settleMs: 1500, mem: "20M" };
  const open = (more: Record<string, unknown> = {}) => openLauncher(slurmLauncher, { ...fast, ...more });

  describe("on a real Slurm", () => {
    launcherConformance("slurm", open);
  });
}
