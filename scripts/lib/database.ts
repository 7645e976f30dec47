import { identify, isAlive, waitFor } from "./processes";
import type { Terminal } from "./terminal";

const DATABASE = "stepwell";
const WATCH_MS = 1_000;

export interface DatabaseService {
  /** Variables by which every process of this start finds the database. */
  env: Record<string, string>;
  /** A sentence for the terminal. */
  description: string;
  stop(): Promise<void>;
}

async function migrateOrExplain(
  location: { url: string } | { socketDir: string; database: string },
  root: string,
) {
  const { migrate } = await import("@/db/migrate");
  await migrate(location, root);
}

async function connectToOwnServer(url: string, root: string): Promise<DatabaseService> {
  try {
    await migrateOrExplain({ url }, root);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The server that DATABASE_URL names could not be prepared: ${said}\n` +
        "Check that it runs, that the database exists and that its user may create tables; or unset DATABASE_URL.",
      { cause },
    );
  }
  return {
    env: { DATABASE_URL: url },
    description: "the server of DATABASE_URL",
    stop: async () => {},
  };
}

/** Starts Postgres again when it died (an out-of-memory kill, say): its data survives, and clients reconnect. */
function keepAlive(home: string, first: { pid: number; stop(): Promise<void> }, terminal: Terminal) {
  let server = first;
  let who = identify(first.pid);
  let stopping = false;
  let restarting: Promise<void> | null = null;
  const restart = async () => {
    terminal.line("Postgres ended unexpectedly; it starts again.");
    const { startEmbedded } = await import("@/db/embedded");
    try {
      server = await startEmbedded(home);
      who = identify(server.pid);
    } catch (error) {
      terminal.line(error instanceof Error ? error.message : String(error));
    }
  };
  const timer = setInterval(() => {
    if (stopping || restarting || (who && isAlive(who))) return;
    restarting = restart().finally(() => {
      restarting = null;
    });
  }, WATCH_MS);
  return async () => {
    stopping = true;
    clearInterval(timer);
    await restarting;
    await server.stop();
    const last = who;
    if (last) await waitFor(() => !isAlive(last), 5_000);
  };
}

/** The database, migrated: the user's own server if DATABASE_URL is set, else the embedded one below `home`. */
export async function startDatabase(
  home: string,
  root: string,
  terminal: Terminal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<DatabaseService> {
  if (env.DATABASE_URL) return connectToOwnServer(env.DATABASE_URL, root);
  const { startEmbedded } = await import("@/db/embedded");
  const { ensureDatabase } = await import("@/db/migrate");
  const server = await startEmbedded(home);
  const stop = keepAlive(home, server, terminal);
  try {
    await ensureDatabase(server.socketDir, DATABASE);
    await migrateOrExplain({ socketDir: server.socketDir, database: DATABASE }, root);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    env: { STEPWELL_PG_SOCKET: server.socketDir, STEPWELL_PG_DATABASE: DATABASE },
    description: `embedded Postgres (${server.adopted ? "was running" : "started"})`,
    stop,
  };
}
