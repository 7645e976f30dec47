import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DbHandle, openDb } from "@/db/client";
import { type EmbeddedServer, startEmbedded } from "@/db/embedded";
import { ensureDatabase, migrate } from "@/db/migrate";
import { socketRoot } from "@/db/postgres-binaries";
import { ingestBatch } from "./ingest-batch";
import { parseBatch } from "./parse-batch";
import { batchOf, log } from "./testing/batches";
import { makeAttempt, makeRun } from "./testing/fixture";

// A server that would forget its last commits in a crash, if ingest did not ask otherwise.
const FORGETFUL = ["synchronous_commit=off", "wal_writer_delay=10s", "wal_writer_flush_after=1GB"];
let home: string;
let server: EmbeddedServer;

beforeAll(async () => {
  home = mkdtempSync(join(socketRoot(), `stepwell-test-${process.pid}-crash-`));
  chmodSync(home, 0o755);
  server = await startEmbedded(home, FORGETFUL);
});

afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

async function open(): Promise<DbHandle> {
  const location = { socketDir: server.socketDir, database: "crash" };
  await ensureDatabase(location.socketDir, location.database);
  await migrate(location);
  return openDb(location, { max: 2 });
}

/** Ends Postgres as a crash does: nothing is written any more, and the next start has only what is on disk. */
async function crash(): Promise<void> {
  process.kill(server.pid, "SIGQUIT");
  await expect.poll(() => isAlive(server.pid), { timeout: 20_000, interval: 20 }).toBe(false);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it("keeps whatever it acknowledged through a crash of the database", { timeout: 60_000 }, async () => {
  const before = await open();
  const attempt = await makeAttempt(before.db, await makeRun(before.db));
  await before.sql`checkpoint`;
  let acknowledged = 0;
  for (let seq = 1; seq <= 50; seq++) {
    const batch = batchOf(attempt.attemptId, "logs", [log(seq, `line ${seq}`)]);
    acknowledged += (await ingestBatch(before.db, parseBatch(batch))).answer.accepted;
  }
  await crash();
  await before.close().catch(() => {});
  server = await startEmbedded(home, FORGETFUL);
  const after = await open();
  try {
    const [row] = await after.sql`select count(*)::int as lines from log_lines`;
    expect([acknowledged, row?.lines]).toEqual([50, 50]);
  } finally {
    await after.close();
  }
});
