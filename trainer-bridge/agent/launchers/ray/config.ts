import type { z } from "zod";
import { RAY, type RayConfig } from "../../../../lib/contracts/launchers/ray";

export const rayConfig = RAY.config;
export type { RayConfig };

/** A host's settings with what one launch says otherwise: amounts and variables by name, lists as a whole. */
export function rayJob(config: RayConfig, launch: z.output<typeof RAY.job>): RayConfig {
  const { resources, runtimeEnv } = launch;
  return {
    ...config,
    resources: {
      ...config.resources,
      ...resources,
      custom: { ...config.resources.custom, ...resources?.custom },
    },
    runtimeEnv: {
      ...config.runtimeEnv,
      ...runtimeEnv,
      envVars: { ...config.runtimeEnv.envVars, ...runtimeEnv?.envVars },
    },
  };
}
