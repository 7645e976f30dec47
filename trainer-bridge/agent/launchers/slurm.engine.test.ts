import { launcherConformance } from "./conformance";
import { onSlurm, openSlurm } from "./slurm/testing/attempt";

// What only Slurm does, and what it must survive: slurm/*.engine.test.ts.
await onSlurm("launcher slurm", () => launcherConformance("slurm", openSlurm));
