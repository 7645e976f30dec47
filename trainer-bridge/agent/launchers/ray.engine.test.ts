import { launcherConformance } from "./conformance";
import { onRay } from "./ray/testing/on-ray";
import { RAY_LAUNCHES } from "./testing/launches";

// What only Ray does, and what it must survive: ray/ray-head.deep.engine.test.ts.
onRay(({ open }) => launcherConformance("ray", open, RAY_LAUNCHES));
