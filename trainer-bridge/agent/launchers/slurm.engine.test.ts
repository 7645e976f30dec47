import { launcherConformance } from "./conformance";
import { onSlurm, openSlurm } from "./slurm/testing/attempt";
import { SLURM_LAUNCHES } from "./testing/launches";

// What only Slurm does, and what it must survive: slurm/*.engine.test.ts.
await onSlurm("launcher slurm", () => launcherConformance("slurm", openSlurm, SLURM_LAUNCHES));
