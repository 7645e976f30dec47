import { afterAll, beforeAll, describe } from "vitest";
import { launcherConformance } from "./conformance";
import { rayLauncher } from "./ray";
import { installRay, RayHead } from "./ray/testing/ray-head";
import { openLauncher } from "./types";

const missing = installRay();
if (missing) console.warn(`Ray is not tested: it cannot be installed here. ${missing}`);

let head: RayHead;

describe.skipIf(missing !== "")("on a real Ray head", () => {
  beforeAll(async () => {
    head = await RayHead.start(["--num-cpus=4", "--num-gpus=0"]);
  });
  afterAll(() => head?.kill());

  launcherConformance("ray", () =>
    openLauncher(rayLauncher, { address: head.address, termMs: 200, endGraceMs: 2000, pollMs: 50 }),
  );
});
