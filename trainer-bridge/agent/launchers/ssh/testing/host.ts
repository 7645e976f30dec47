import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";
import { afterAll, test } from "vitest";
import { freshFolder, removeFolder } from "../../../testing/agent-process";
import { sshLauncher } from "../../ssh";
import { type Launcher, openLauncher } from "../../types";
import { type Sshd, type SshdProgram, sshdOrReason, startSshd } from "./sshd";

/** A machine at the other end of a real sshd, with a folder of its own. */
export interface SshHost {
  sshd: Sshd;
  /** For a second sshd. */
  program: SshdProgram;
  remoteDir: string;
  /** The Python of that machine. */
  python: string;
  /** How to reach it, and where its files lie: the same for every launcher that goes over SSH. */
  connection: Record<string, unknown>;
  /** Settings of the `ssh` launcher. */
  settings: Record<string, unknown>;
  /** A fresh launcher, as a restarted agent has. */
  open(more?: Record<string, unknown>): Launcher;
  /** Where its trainer finds a run directory of the agent's. */
  there(runDir: string): string;
}

/** Runs the tests with a host of their own, or skips them with a printed reason where there can be no sshd. */
export async function onSshHost(tests: (host: SshHost) => void | Promise<void>): Promise<void> {
  const found = sshdOrReason();
  if ("reason" in found) {
    console.warn(found.reason);
    test.skip(found.reason, () => {});
    return;
  }
  const sshd = await startSshd(found.program);
  const folder = freshFolder();
  afterAll(async () => {
    await sshd.close();
    removeFolder(folder);
  });
  await tests(hostOf(sshd, found.program, join(folder, 'it\'s a "folder" $(touch pwned); x')));
}

function hostOf(sshd: Sshd, program: SshdProgram, remoteDir: string): SshHost {
  const { port, user, identityFile, knownHostsFile } = sshd;
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
  const connection = { host: "127.0.0.1", port, user, identityFile, knownHostsFile, remoteDir, python };
  const settings = { ...connection, controlPersist: 20, termMs: 500, pollMs: 50 };
  return {
    sshd,
    program,
    remoteDir,
    python,
    connection,
    settings,
    open: (more = {}) => openLauncher(sshLauncher, { ...settings, ...more }),
    there: (runDir) => join(remoteDir, "attempts", basename(runDir)),
  };
}
