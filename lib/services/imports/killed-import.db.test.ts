import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { count } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { solvabilityCells, traceFacts, traceSteps, traces } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { useTestHome } from "@/lib/server/testing/home";
import { diskSource } from "./disk-source";
import { importSource } from "./import-source";
import { listImports } from "./read-imports";
import { plainTrace, stepwellLines } from "./testing/memory-source";

/** Enough for several batches, so that the process is at work when it is killed. */
const TRACES = 2_000;

describe("npm run import, killed", () => {
  const test = useTestDatabase();
  const home = useTestHome();

  const stored = async () => (await test.db.select({ n: count() }).from(traces))[0]?.n ?? 0;

  /** Waits for something that a process does; the test's own time limit ends it. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  function command(path: string) {
    const env = { ...process.env, STEPWELL_PG_SOCKET: test.socketDir, STEPWELL_PG_DATABASE: test.database };
    const argv = ["--import", "tsx", "scripts/import.ts", "stepwell", path, "--project", "p", "--json"];
    return spawn(process.execPath, argv, { env: { ...env, DATABASE_URL: "" }, stdio: "ignore" });
  }

  it("goes on where it was, and doubles nothing", { timeout: 120_000 }, async () => {
    const path = join(home.dir, "traces.jsonl");
    writeFileSync(path, stepwellLines(Array.from({ length: TRACES }, (_, i) => plainTrace(`t${i}`))));
    const dying = command(path);
    await until(async () => (await stored()) > 0);
    dying.kill("SIGKILL");
    await once(dying, "exit");
    const before = await stored();
    expect(before % 200).toBe(0);
    expect(before).toBeLessThan(TRACES);
    await until(
      async () => (await listImports(test.db, { limit: 1, offset: 0 })).imports[0]?.interrupted ?? false,
    );
    const source = await diskSource(path);
    const asked = { project: "p", ablation: null, format: "stepwell" as const, codeVersion: "test" };
    const view = await importSource(test.db, source, { ...asked, options: { strict: false } });
    await source.close();
    expect(view).toMatchObject({ status: "succeeded", report: { traces: TRACES, alreadyStored: 0 } });
    expect(await stored()).toBe(TRACES);
    expect(await test.db.$count(traceSteps)).toBe(2 * TRACES);
    expect(await test.db.$count(traceFacts)).toBe(TRACES);
    const cells = await test.db.select({ notScored: solvabilityCells.notScored }).from(solvabilityCells);
    expect(cells).toEqual([{ notScored: TRACES }, { notScored: TRACES }]);
  });
});
