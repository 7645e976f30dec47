import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFailed, test } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import type { AblationSpec } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { useTestHome } from "@/lib/server/testing/home";
import { mintToken } from "@/lib/server/tokens";
import { launchAblation } from "@/lib/services/launch/launch-ablation";
import { readQueue } from "@/lib/services/queue/read-queue";
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
import { type RouteServer, startRouteServer } from "./testing/route-server";

const TRAINER = fileURLToPath(
  new URL("../../../../trainer-bridge/agent/testing/file_trainer.py", import.meta.url),
);
type HostName = "alpha" | "beta";

/** Two real agents with folders of their own, real files, the real routes and Postgres. */
describe("files that travel between two hosts", () => {
  const db = useTestDatabase();
  useTestHome();
  let root: string;
  let server: RouteServer;
  let token: string;
  let agents: Partial<Record<HostName, AgentProcess>>;

  beforeAll(() => setDbHandle(db));
  afterAll(() => setDbHandle(undefined));
  beforeEach(async () => {
    root = freshFolder();
    await db.sql`truncate ablations, hosts, host_chores, stored_files, artifact_copies cascade`;
    server = await startRouteServer();
    ({ token } = await mintToken(db.db, "agent", "two hosts"));
    agents = {};
  });
  afterEach(async () => {
    for (const name of ["alpha", "beta"] as const) await powerOff(name);
    await server.close();
    removeFolder(root);
  });

  const dataDir = (name: HostName) => join(root, name);
  async function start(name: HostName, exported: Record<string, string> = {}): Promise<string> {
    mkdirSync(dataDir(name), { recursive: true });
    const python = writeLoggingPython(dataDir(name), exported, TRAINER);
    agents[name] = spawnAgent({
      ...{ server: server.url, token, dataDir: dataDir(name), python, capacity: 1 },
      more: ["--name", name],
    });
    onTestFailed(() => console.error(name, agents[name]?.output()));
    await eventually(`${name} registers`, async () => (await hostId(name)) !== null);
    return (await hostId(name)) ?? "";
  }
  async function hostId(name: HostName): Promise<string | null> {
    const [row] = await db.sql<{ id: string }[]>`
      select id from hosts where name = ${name} and trainer_ready and last_seen_at is not null`;
    return row?.id ?? null;
  }
  /** The agent and everything that runs there end at once, as when a machine goes down. */
  async function powerOff(name: HostName): Promise<void> {
    agents[name]?.child.kill("SIGKILL");
    await agents[name]?.exited;
    if (!existsSync(join(dataDir(name), "attempts"))) return;
    const folders = new AttemptFolders(dataDir(name));
    for (const pid of folders.pids()) signalGroup(pid, "SIGKILL");
  }
  /** As {@link powerOff}, and nobody on this machine sees its disk any more. */
  async function vanish(name: HostName): Promise<void> {
    await powerOff(name);
    renameSync(dataDir(name), join(root, `${name} is elsewhere`));
  }
  const nothingToSend = () =>
    eventually("everything is sent", async () => {
      const [row] = await db.sql<{ open: number; done: number }[]>`
        select count(*) filter (where done_at is null)::int as open,
          count(*) filter (where ok)::int as done from host_chores`;
      return row?.open === 0 && row.done > 0;
    });
  const launch = (spec: Partial<AblationSpec>) =>
    launchAblation(db.db, smallSpec(spec), { codeVersion: "test" });
  const jobsOf = () =>
    db.sql<{ kind: string; name: string; status: string; host: string | null; reason: string }[]>`
      select j.kind, j.name, j.status, h.name as host, j.status_reason as reason
      from jobs j left join hosts h on h.id = j.host_id order by j.created_at, j.id`;
  async function allSucceed(): Promise<void> {
    await eventually(
      "every job succeeds",
      async () => {
        const jobs = await jobsOf();
        const ended = jobs.filter(({ status }) => status === "failed" || status === "skipped");
        if (ended.length > 0) throw new Error(JSON.stringify(ended));
        return jobs.every(({ status }) => status === "succeeded");
      },
      120_000,
    );
  }
  test("warm-ups on one, an arm on the other, which fetches the checkpoint from the store", {
    timeout: 240_000,
  }, async () => {
    const alpha = await start("alpha");
    const beta = await start("beta");
    await powerOff("beta");
    const place = (hostId: string) => ({ hostId, launch: {} });
    await launch({
      seeds: [1],
      retention: { keepLast: null, keepEvery: null, upload: "when-needed" },
      places: { warmUp: place(alpha), training: place(beta), evaluation: null },
    });
    await eventually("the warm-up is evaluated", async () =>
      (await jobsOf()).some(({ kind, status }) => kind === "evaluate" && status === "succeeded"),
    );
    await nothingToSend();
    await vanish("alpha");
    await start("beta");
    await allSucceed();
    const where = (await jobsOf()).map(({ kind, host }) => `${kind} on ${host}`);
    expect(where.sort()).toEqual([
      "evaluate on alpha",
      "evaluate on beta",
      "grpo on beta",
      "rewrite on alpha",
      "sft on alpha",
    ]);
    // What the arm read is what the warm-up wrote, verified by its sums.
    const [warmUp] = (await jobsOf()).filter(({ kind }) => kind === "sft");
    const [grpo] = await db.sql<{ id: string }[]>`select id from jobs where kind = 'grpo'`;
    const lines = await db.sql<{ text: string }[]>`
      select text from log_lines where job_id = ${grpo?.id ?? ""} and text like 'reads%'`;
    expect(lines.map(({ text }) => text)).toEqual([`reads ${warmUp?.name} at 4`]);
    const copies = readdirSync(join(dataDir("beta"), "artifacts"));
    await eventually("the server hears of the copy", async () => {
      const rows = await db.sql`select manifest_sha256 from artifact_copies where host_id = ${beta}`;
      return rows.length === 1 && rows[0]?.manifest_sha256 === copies[0];
    });
    const chores = await db.sql`select kind, ok, host_id from host_chores where done_at is not null`;
    expect(chores.map((row) => [row.kind, row.ok, row.host_id])).toEqual([["upload", true, alpha]]);
  });

  test("a training whose host is lost goes on elsewhere from its last checkpoint that was sent", {
    timeout: 240_000,
  }, async () => {
    const alpha = await start("alpha", { HOLD_AT: "2" });
    await launch({
      seeds: [1],
      retention: { keepLast: null, keepEvery: null, upload: "all" },
      arms: smallSpec().arms.filter(({ key }) => key === "outcome-only"),
      baselineArm: null,
    });
    const held = () =>
      db.sql<{ id: string }[]>`
        select c.id from checkpoints c join jobs j on j.id = c.job_id where j.kind = 'grpo' and c.train_step = 2`;
    await eventually("the training holds behind train step 2", async () => (await held()).length === 1);
    await nothingToSend();
    await vanish("alpha");
    await start("beta");
    // Its lease runs out, and it counts as away.
    await db.sql`update hosts set last_seen_at = now() - interval '1 hour' where id = ${alpha}`;
    await db.sql`update jobs set lease_expires_at = now() - interval '1 second' where status = 'running'`;
    await allSucceed();
    const [training] = await db.sql<{ id: string; host: string }[]>`
      select j.id, h.name as host from jobs j join hosts h on h.id = j.host_id where j.kind = 'grpo'`;
    expect(training?.host).toBe("beta");
    const lines = await db.sql<{ text: string }[]>`
      select text from log_lines where job_id = ${training?.id ?? ""} and text like 'goes on%' order by id`;
    expect(lines.map(({ text }) => text)).toEqual(["goes on from train step 0", "goes on from train step 2"]);
  });

  test("a file that is not what was written is not sent, and the queue says so", {
    timeout: 240_000,
  }, async () => {
    const alpha = await start("alpha");
    const beta = await start("beta");
    await powerOff("beta");
    const place = (hostId: string) => ({ hostId, launch: {} });
    await launch({
      seeds: [1],
      retention: { keepLast: null, keepEvery: null, upload: "when-needed" },
      places: { warmUp: place(alpha), training: place(alpha), evaluation: null },
    });
    await allSucceed();
    const [sft] = await db.sql<{ path: string }[]>`
      select output->'artifact'->>'path' as path from jobs where kind = 'sft'`;
    const note = join(sft?.path ?? "", "note.txt");
    writeFileSync(note, "x".repeat(readFileSync(note).length));
    await start("beta");
    await db.sql`update jobs set status = 'queued', required_host_id = ${beta} where kind = 'grpo'`;
    await eventually("the queue says why it waits", async () => {
      const { queued } = await readQueue(db.db, {}, new Date());
      return queued.some(
        ({ wait }) => wait.code === "copying" && /last try failed.*sha256/.test(wait.sentence),
      );
    });
    const { queued } = await readQueue(db.db, {}, new Date());
    expect(queued.map(({ wait }) => wait.sentence)).toContainEqual(
      expect.stringMatching(/^the result of "warm-up · seed 1" is being copied from alpha \(/),
    );
  });
});
