import { afterAll, beforeAll, describe } from "vitest";
import { rayLauncher } from "../../ray";
import { type Launcher, openLauncher } from "../../types";
import { installRay, RayHead } from "./ray-head";

/** A head on a crowded machine needs minutes to start and nearly one for its first job. */
export const SLOW = { timeout: 480_000 };

/** Runs the tests on a head of their own, or skips them with a printed reason where Ray cannot be installed. */
export function onRay(
  tests: (ray: { head: () => RayHead; open: (more?: Record<string, unknown>) => Launcher }) => void,
): void {
  const missing = installRay();
  if (missing) console.warn(`Ray is not tested: it cannot be installed here. ${missing}`);
  let started: RayHead | null = null;
  const head = () => {
    if (!started) throw new Error("Ray's head has not started");
    return started;
  };
  const quick = { termMs: 200, endGraceMs: 20_000, pollMs: 50 };
  beforeAll(async () => {
    if (!missing) started = await RayHead.start(["--num-cpus=4", "--num-gpus=1"]);
  });
  afterAll(() => started?.kill());
  describe.skipIf(missing !== "")("on a real Ray head", () => {
    tests({
      head,
      open: (more = {}) => openLauncher(rayLauncher, { address: head().address, ...quick, ...more }),
    });
  });
}
