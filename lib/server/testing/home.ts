import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach } from "vitest";

/**
 * An empty folder for each test as the server's home (STEPWELL_HOME), removed afterwards. Call it at the top of a
 * describe block; `dir` is filled before each test.
 */
export function useTestHome(): { dir: string } {
  const before = process.env.STEPWELL_HOME;
  const home = { dir: "" };
  beforeEach(() => {
    home.dir = mkdtempSync(join(tmpdir(), "stepwell-home-"));
    process.env.STEPWELL_HOME = home.dir;
  });
  afterEach(() => rmSync(home.dir, { recursive: true, force: true }));
  afterAll(() => {
    if (before === undefined) delete process.env.STEPWELL_HOME;
    else process.env.STEPWELL_HOME = before;
  });
  return home;
}
