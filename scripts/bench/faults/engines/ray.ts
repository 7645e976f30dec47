import { setTimeout as sleep } from "node:timers/promises";
import { installRay, RayHead } from "@/trainer-bridge/agent/launchers/ray/testing/ray-head";
import type { EngineOrReason } from "./engine";

/** A real Ray head with a node on this machine. */
export async function openRay(): Promise<EngineOrReason> {
  const reason = installRay();
  if (reason !== "") return { reason };
  const head = await RayHead.start(["--num-cpus=8"]);
  return {
    config: () => ({
      address: head.address,
      ...{ pollMs: 300, termMs: 300, endGraceMs: 1000, resources: { cpus: 1 } },
    }),
    restartEndsTrainers: true,
    recordsIn: ({ dataDir }) => dataDir,
    restart: async (dice) => {
      const ms = dice.between(0, 3000);
      await head.kill();
      await sleep(ms);
      await head.restart();
      return `Ray's head and node killed, a new head after ${ms} ms`;
    },
    close: () => head.kill(),
  };
}
