import type { z } from "zod";
import { SLURM, type SlurmConfig } from "../../../../lib/contracts/launchers/slurm";

export const slurmConfig = SLURM.config;
export type { SlurmConfig };
export type SlurmJobOptions = z.output<typeof SLURM.job>;

/** A host's settings with what one launch says otherwise; more options of sbatch by name. */
export function slurmJob(config: SlurmConfig, launch: SlurmJobOptions): SlurmConfig {
  return { ...config, ...launch, extra: { ...config.extra, ...launch.extra } };
}
