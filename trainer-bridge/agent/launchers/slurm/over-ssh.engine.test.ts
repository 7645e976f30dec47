import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";
import { afterAll, test } from "vitest";
import { freshFolder, removeFolder } from "../../testing/agent-process";
import { launcherConformance } from "../conformance";
import { sshdOrReason, startSshd } from "../ssh/testing/sshd";
import { SLURM_LAUNCHES } from "../testing/launches";
import { onSlurm, openSlurm } from "./testing/attempt";

const found = sshdOrReason();
if ("reason" in found) {
  console.warn(found.reason);
  test.skip(found.reason, () => {});
} else {
  const { program } = found;
  await onSlurm("launcher slurm on a login node over SSH", async ({ conf }) => {
    const sshd = await startSshd(program);
    const far = freshFolder();
    const remoteDir = join(far, 'it\'s a "cluster" $(touch pwned); x %j');
    afterAll(async () => {
      await sshd.close();
      removeFolder(far);
    });
    const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" });
    const login = {
      host: "127.0.0.1",
      port: sshd.port,
      user: sshd.user,
      identityFile: sshd.identityFile,
      knownHostsFile: sshd.knownHostsFile,
      remoteDir,
      python: python.trim(),
      // Slurm's tools there find this cluster by it; so does the batch job.
      env: { SLURM_CONF: conf },
    };
    const there = (runDir: string) => join(remoteDir, "attempts", basename(runDir));
    launcherConformance("slurm over ssh", () => openSlurm({ login }), { there, ...SLURM_LAUNCHES });
  });
}
