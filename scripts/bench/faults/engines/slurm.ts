import { setTimeout as sleep } from "node:timers/promises";
import { startSlurmCluster } from "@/trainer-bridge/agent/launchers/slurm/testing/cluster";
import type { EngineOrReason } from "./engine";

/** A real Slurm of one node: munged, slurmctld and slurmd. */
export async function openSlurm(): Promise<EngineOrReason> {
  const cluster = await startSlurmCluster();
  if (typeof cluster === "string") return { reason: cluster };
  process.env.SLURM_CONF = cluster.conf;
  return {
    config: () => ({ termMs: 300, pollMs: 300, settleMs: 1500, mem: "20M" }),
    restartEndsTrainers: false,
    recordsIn: ({ dataDir }) => dataDir,
    restart: async (dice) => {
      const ms = dice.between(0, 4000);
      const daemon = dice.pick(["slurmctld", "slurmd"] as const) ?? "slurmctld";
      if (daemon === "slurmctld") await cluster.stopController();
      else await cluster.stopNode();
      await sleep(ms);
      if (daemon === "slurmctld") await cluster.startController();
      else await cluster.startNode();
      return `${daemon} stopped for ${ms} ms`;
    },
    close: () => cluster.close(),
  };
}
