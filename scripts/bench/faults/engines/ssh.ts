import { setTimeout as sleep } from "node:timers/promises";
import { sshdOrReason, startSshd } from "@/trainer-bridge/agent/launchers/ssh/testing/sshd";
import type { EngineOrReason } from "./engine";

/** The real OpenSSH server on the loopback. Trainers there speak with the server; what they leave comes over SSH. */
export async function openSsh(): Promise<EngineOrReason> {
  const found = sshdOrReason();
  if ("reason" in found) return found;
  const sshd = await startSshd(found.program);
  const { port, user, identityFile, knownHostsFile } = sshd;
  return {
    config: ({ remoteDir, python }) => ({
      ...{ host: "127.0.0.1", port, user, identityFile, knownHostsFile, remoteDir, python },
      ...{ pollMs: 200, termMs: 300, controlPersist: 20 },
    }),
    restartEndsTrainers: false,
    recordsIn: ({ remoteDir }) => remoteDir,
    restart: async (dice) => {
      const ms = dice.between(0, 3000);
      if (dice.between(0, 1) === 0) {
        await sshd.cut();
        await sleep(ms);
        await sshd.listen();
        return `sshd and its connections killed, back after ${ms} ms`;
      }
      sshd.freeze();
      await sleep(ms);
      sshd.thaw();
      return `sshd frozen for ${ms} ms`;
    },
    close: () => sshd.close(),
  };
}
