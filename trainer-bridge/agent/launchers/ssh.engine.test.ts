import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";
import { afterAll, describe, test } from "vitest";
import { freshFolder, removeFolder } from "../testing/agent-process";
import { launcherConformance } from "./conformance";
import { sshLauncher } from "./ssh";
import { sshdOrReason, startSshd } from "./ssh/testing/sshd";
import { openLauncher } from "./types";

const found = sshdOrReason();
if ("reason" in found) {
  console.warn(found.reason);
  test.skip(found.reason, () => {});
} else {
  const sshd = await startSshd(found.program);
  const remoteDir = join(freshFolder(), 'it\'s a "folder" $(touch pwned); x');
  afterAll(async () => {
    await sshd.close();
    removeFolder(join(remoteDir, ".."));
  });
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
  const settings = {
    host: "127.0.0.1",
    port: sshd.port,
    user: sshd.user,
    identityFile: sshd.identityFile,
    knownHostsFile: sshd.knownHostsFile,
    controlPersist: 20,
    remoteDir,
    python,
    termMs: 500,
    pollMs: 50,
  };
  const open = (more: Record<string, unknown> = {}) => openLauncher(sshLauncher, { ...settings, ...more });
  const there = (runDir: string) => join(remoteDir, "attempts", basename(runDir));

  describe("on the real sshd", () => {
    launcherConformance("ssh", open, there);
  });
}
