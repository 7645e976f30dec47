import { launcherConformance } from "../conformance";
import { onSshHost } from "../ssh/testing/host";
import { SLURM_LAUNCHES } from "../testing/launches";
import { onSlurm, openSlurm } from "./testing/attempt";

await onSlurm("launcher slurm on a login node over SSH", async ({ conf }) => {
  await onSshHost(({ connection, there }) => {
    // Slurm's tools there find this cluster by the variable; so does the batch job.
    const login = { ...connection, env: { SLURM_CONF: conf } };
    launcherConformance("slurm over ssh", () => openSlurm({ login }), { there, ...SLURM_LAUNCHES });
  });
});
