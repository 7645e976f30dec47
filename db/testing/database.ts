import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { type DbHandle, openDb } from "../client";
import { socketOptions } from "../embedded";
import { TEMPLATE } from "./template";

async function asAdmin(statement: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres({ ...socketOptions(inject("socketDir"), "postgres"), max: 1, onnotice: () => {} });
  try {
    await statement(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * A database of its own for the calling test file, cloned from the migrated template and dropped afterwards.
 * Call it at the top of a describe block; the handle is filled before the first test runs.
 */
export function useTestDatabase(): DbHandle & { socketDir: string; database: string } {
  const database = `test_${randomBytes(6).toString("hex")}`;
  const handle = { database } as DbHandle & { socketDir: string; database: string };
  beforeAll(async () => {
    handle.socketDir = inject("socketDir");
    // Serialised: Postgres refuses to copy a template that another session is copying.
    await asAdmin(async (sql) => {
      await sql`select pg_advisory_lock(1)`;
      await sql`create database ${sql(database)} template ${sql(TEMPLATE)}`;
    });
    Object.assign(handle, openDb({ socketDir: handle.socketDir, database }, { max: 6 }));
  });
  afterAll(async () => {
    await handle.close?.();
    await asAdmin((sql) => sql`drop database if exists ${sql(database)} with (force)`);
  });
  return handle;
}
