import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DbHandle, openDb } from "./client";
import { useTestDatabase } from "./testing/database";

/** Postgres.js sends a query to a connection that is in use where all are: a transaction must have one for itself even so. */
describe("more work than there are connections", () => {
  const test = useTestDatabase();
  let handle: DbHandle;

  beforeAll(() => {
    handle = openDb({ socketDir: test.socketDir, database: test.database }, { max: 2 });
  });
  afterAll(() => handle.close());

  /** Sent at once: what drizzle answers with waits until somebody asks for its result. */
  const slow = () => handle.db.execute(sql`select pg_sleep(0.01)`).then(() => null);
  const inTransaction = async () =>
    handle.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_sleep(0.01)`);
      const [row] = await tx.execute<{ own: string }>(sql`select pg_current_xact_id()::text as own`);
      return row?.own;
    });

  it("gives every transaction a connection of its own, and leaves none of them open", async () => {
    await Promise.all([slow(), slow()]);
    const work: Promise<unknown>[] = [];
    for (let i = 0; i < 20; i++) {
      work.push(slow(), slow());
      // Both connections are in use by now, and neither is full.
      await Promise.resolve();
      work.push(inTransaction());
    }
    const own = (await Promise.all(work)).filter((value) => typeof value === "string");
    expect(new Set(own).size).toBe(20);
    const open = await test.db.execute(sql`select 1 from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`);
    expect([...open]).toEqual([]);
  });
});
