import { RAY, type RayConfig } from "../../../../lib/contracts/launchers/ray";

export const rayConfig = RAY.config;
export type { RayConfig };
