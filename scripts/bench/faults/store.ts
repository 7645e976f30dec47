import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type DbHandle, openDb } from "@/db/client";
import { type EmbeddedServer, startEmbedded } from "@/db/embedded";
import { ensureDatabase, migrate } from "@/db/migrate";

const START_TRIES = 100;
export const DATABASE = "bench";

/** A Postgres of the bench's own, durable as it is shipped, that can be killed at any moment. */
export class Store {
  private constructor(
    private readonly home: string,
    private server: EmbeddedServer,
    readonly handle: DbHandle,
  ) {}

  static async open(home: string): Promise<Store> {
    mkdirSync(home, { recursive: true, mode: 0o755 });
    const server = await startEmbedded(home);
    await ensureDatabase(server.socketDir, DATABASE);
    const location = { socketDir: server.socketDir, database: DATABASE };
    await migrate(location);
    return new Store(home, server, openDb(location, { max: 3 }));
  }

  get socketDir(): string {
    return this.server.socketDir;
  }

  /** kill -9 of the postmaster; its processes end by themselves when they notice. */
  kill(): void {
    process.kill(this.server.pid, "SIGKILL");
  }

  /** Starts it again on the same data; it refuses for as long as processes of the killed one live. */
  async restart(): Promise<void> {
    for (let left = START_TRIES; ; left--) {
      try {
        this.server = await startEmbedded(this.home);
        return;
      } catch (error) {
        if (left === 0) throw error;
        await sleep(200);
      }
    }
  }

  /** Asks until the database answers. */
  async ask<T>(question: (handle: DbHandle) => Promise<T>): Promise<T> {
    for (let left = START_TRIES; ; left--) {
      try {
        return await question(this.handle);
      } catch (error) {
        if (left === 0) throw error;
        await sleep(200);
      }
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
    await this.server.stop();
  }
}
