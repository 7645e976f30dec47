import { SLURM, type SlurmConfig } from "../../../../lib/contracts/launchers/slurm";

export const slurmConfig = SLURM.config;
export type { SlurmConfig };
