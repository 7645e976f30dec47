import { setTimeout as sleep } from "node:timers/promises";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterEach, beforeEach, describe, expect, onTestFailed, test } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { mintToken } from "@/lib/server/tokens";
import { launchAblation } from "@/lib/services/launch/launch-ablation";
import { smallSpec } from "@/lib/services/testing/job-world";
import { signalGroup } from "@/trainer-bridge/agent/process-group";
import {
  type AgentProcess,
  eventually,
  freshFolder,
  removeFolder,
  spawnAgent,
} from "@/trainer-bridge/agent/testing/agent-process";
import { AttemptFolders } from "@/trainer-bridge/agent/testing/attempt-folders";
import { writeLoggingPython } from "@/trainer-bridge/agent/testing/logging-python";
import { allJobsSucceeded, expectTruth } from "./testing/truth";
import { WebProcess } from "./testing/web-process";

/** One while each job runs: rewriting, warm-up, evaluation. */
const KILLS = 3;

/** The real routes in a process that is killed in the middle of requests and transactions, again and again. */
describe("a web server under kill -9", () => {
  const db = useTestDatabase();
  let dataDir: string;
  let folders: AttemptFolders;
  let web: WebProcess;
  let agent: AgentProcess;

  beforeEach(async () => {
    dataDir = freshFolder();
    folders = new AttemptFolders(dataDir);
    web = new WebProcess(db);
    await web.start();
    const { token } = await mintToken(db.db, "agent", "fault test");
    agent = spawnAgent({ server: web.url, token, dataDir, python: writeLoggingPython(dataDir) });
  }, 120_000);
  afterEach(async () => {
    agent.child.kill("SIGKILL");
    await agent.exited;
    for (const pid of folders.pids()) signalGroup(pid, "SIGKILL");
    await web.kill();
    removeFolder(dataDir);
  });

  test("costs no trainer anything: it works on, and what it says is stored once", {
    timeout: 300_000,
  }, async () => {
    onTestFailed(() => console.error(agent.output()));
    const random = xoroshiro128plus(7);
    const below = (n: number) => uniformInt(random, 0, n - 1);
    const arms = smallSpec().arms.filter((arm) => arm.training === null);
    await launchAblation(db.db, smallSpec({ arms, baselineArm: null }), { codeVersion: "test" });
    const working = () => folders.living("trainer.json");
    const disturbed = new Set<number>();
    let killed = 0;
    while (killed < KILLS && !(await allJobsSucceeded(db))) {
      await eventually(
        "a trainer works",
        async () => working().some((pid) => !disturbed.has(pid)) || allJobsSucceeded(db),
      );
      for (const pid of working()) disturbed.add(pid);
      await sleep(below(700));
      await web.kill();
      killed += 1;
      await web.start();
    }
    expect(killed, "it was killed while jobs ran").toBe(KILLS);
    await eventually("every job succeeds", () => allJobsSucceeded(db), 200_000);
    await expectTruth(db, folders);
    // A lease whose answer was cut off is lost before anything started: that alone may cost an attempt.
    const begunAgain = await db.sql`
      select id from attempts where superseded_at is not null and started_at is not null`;
    expect(begunAgain, "jobs that had to begin again").toEqual([]);
  });
});
