import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFailed, test } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { tinySmoke } from "@/lib/presets/tiny-smoke";
import { setDbHandle } from "@/lib/server/db";
import { mintToken } from "@/lib/server/tokens";
import { launchAblation } from "@/lib/services/launch/launch-ablation";
import { retryJob } from "@/lib/services/runs-control/retry";
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
import { type RouteServer, startRouteServer } from "./testing/route-server";
import { allJobsSucceeded, attemptsBeyondFirst, expectTruth } from "./testing/truth";

/** The real agent, real processes and the real client against the real routes and Postgres, killed all the time. */
describe("agent, trainers and server under kill -9", () => {
  const db = useTestDatabase();
  let dataDir: string;
  let folders: AttemptFolders;
  let server: RouteServer;
  let token: string;
  let agent: AgentProcess;
  let said: string;

  beforeAll(() => setDbHandle(db));
  afterAll(() => setDbHandle(undefined));
  beforeEach(async () => {
    dataDir = freshFolder();
    folders = new AttemptFolders(dataDir);
    server = await startRouteServer();
    ({ token } = await mintToken(db.db, "agent", "fault test"));
    said = "";
    startAgent();
  });
  afterEach(async () => {
    await killAgent();
    for (const pid of folders.pids()) signalGroup(pid, "SIGKILL");
    await server.close();
    removeFolder(dataDir);
  });

  function startAgent(): void {
    agent = spawnAgent({ server: server.url, token, dataDir, python: writeLoggingPython(dataDir) });
  }
  async function killAgent(): Promise<void> {
    agent.child.kill("SIGKILL");
    await agent.exited;
    said += agent.output();
  }
  async function machineDown(): Promise<void> {
    await killAgent();
    for (const pid of [...folders.living("supervisor.json"), ...folders.living("trainer.json")])
      signalGroup(pid, "SIGKILL");
  }
  function spooledLogs(runDir: string): string {
    const spool = join(runDir, "spool");
    const files = existsSync(spool) ? readdirSync(spool).filter((name) => /^logs-.*jsonl$/.test(name)) : [];
    return files.map((name) => readFileSync(join(spool, name), "utf8")).join("");
  }
  const launch = () => launchAblation(db.db, tinySmoke.spec, { codeVersion: "test" });

  /** As a person does who sees a trainer that was killed. */
  async function retryFailed(): Promise<void> {
    const failed = await db.sql<{ id: string }[]>`select id from jobs where status = 'failed'`;
    for (const { id } of failed) await retryJob(db.db, id, new Date());
  }
  const haveAllSucceeded = () => allJobsSucceeded(db);
  async function allSucceed(): Promise<void> {
    await eventually(
      "every job succeeds",
      async () => {
        await retryFailed();
        return haveAllSucceeded();
      },
      150_000,
    );
  }

  test("an ablation runs through", { timeout: 240_000 }, async () => {
    onTestFailed(() => console.error(said, agent.output()));
    const launched = await launch();
    await allSucceed();
    await expectTruth(db, folders);
    expect(await attemptsBeyondFirst(db, launched.id)).toBe(0);
  });

  test.each(["killed", "left alive"])(
    "a lease whose answer never arrives is given back at once, its agent %s",
    { timeout: 240_000 },
    async (fate) => {
      onTestFailed(() => console.error(said, agent.output()));
      let lost: Promise<void> | undefined;
      server.loseNextLease(() => {
        lost = fate === "killed" ? killAgent() : Promise.resolve();
      });
      const launched = await launch();
      await eventually("a lease is lost on its way", () => lost !== undefined);
      await lost;
      const [first] = await db.sql<{ id: string }[]>`
        select id from attempts where job_id in (select id from jobs where ablation_id = ${launched.id})`;
      if (fate === "killed") startAgent();
      await allSucceed();
      await expectTruth(db, folders);
      // Not by the end of its lease: that says "its host stopped reporting".
      const [attempt] = await db.sql`select status, detail from attempts where id = ${first?.id ?? ""}`;
      expect(attempt).toMatchObject({ status: "lost", detail: expect.stringContaining("registered anew") });
      expect(await attemptsBeyondFirst(db, launched.id)).toBe(1);
    },
  );

  test("a machine that goes down while the server is away loses nothing that was logged", {
    timeout: 240_000,
  }, async () => {
    onTestFailed(() => console.error(said, agent.output()));
    const launched = await launch();
    await eventually("a trainer works", () => folders.living("trainer.json").length > 0);
    server.goAway();
    const inVain = () => folders.list().find((folder) => /train step 6"/.test(spooledLogs(folder)));
    await eventually("a trainer logs in vain", () => inVain() !== undefined);
    const runDir = inVain() ?? "";
    await machineDown();
    const logged = spooledLogs(runDir).match(/train step \d+/g) ?? [];
    server.comeBack();
    startAgent();
    await allSucceed();
    await expectTruth(db, folders);
    const stored = await db.sql<{ text: string }[]>`
      select text from log_lines where attempt_id = ${basename(runDir)} order by seq`;
    expect(stored.map((line) => line.text).slice(-logged.length)).toEqual(logged);
    expect(await attemptsBeyondFirst(db, launched.id)).toBeGreaterThan(0);
  });
});
