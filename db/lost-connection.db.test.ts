import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DbHandle, openDb } from "./client";
import { useTestDatabase } from "./testing/database";

const SOCKET = ".s.PGSQL.5432";

/** Postgres behind a socket of the test's own, whose connections it can break. */
describe("a connection to Postgres that breaks", () => {
  const real = useTestDatabase();
  let folder: string;
  let between: Server;
  let handle: DbHandle;
  const open = new Set<Socket>();

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "stepwell-lost-"));
    between = createServer((client) => {
      const server = connect(join(real.socketDir, SOCKET));
      for (const socket of [client, server]) {
        open.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => open.delete(socket));
      }
      client.pipe(server).pipe(client);
    });
    await new Promise<void>((resolve) => between.listen(join(folder, SOCKET), resolve));
    handle = openDb({ socketDir: folder, database: real.database });
  });
  afterEach(async () => {
    await handle.close();
    breakAll();
    await new Promise((resolve) => between.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  const breakAll = () => {
    for (const socket of open) socket.destroy();
  };

  it.each([1, 12])("fails %i transactions on it and no more: the next ones work", async (many) => {
    for (let round = 0; round < 3; round++) {
      let begun = 0;
      const transactions = Array.from({ length: many }, () =>
        handle.sql.begin(async (sql) => {
          await sql`select 1`;
          begun += 1;
          await sql`select pg_sleep(${30})`;
        }),
      );
      const ends = Promise.allSettled(transactions);
      await expect.poll(() => begun).toBe(many);
      breakAll();
      expect((await ends).map(({ status }) => status)).toEqual(Array(many).fill("rejected"));
      const after = await Promise.all(
        Array.from({ length: many }, (_, i) => handle.sql`select ${i}::int as n`),
      );
      expect(after.map(([row]) => row?.n)).toEqual(Array.from({ length: many }, (_, i) => i));
    }
  });

  it("fails a query that waits for its answer, and takes the next", async () => {
    const waiting = handle.sql`select pg_sleep(30)`.then(
      () => "answered",
      () => "failed",
    );
    await expect.poll(() => open.size).toBeGreaterThan(0);
    breakAll();
    expect(await waiting).toBe("failed");
    expect(await handle.sql`select 1 as n`).toMatchObject([{ n: 1 }]);
  });
});
