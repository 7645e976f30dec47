import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { socketOptions } from "./embedded";
import { openLastingSocket } from "./lasting-socket";
import * as schema from "./schema";

export type Db = PostgresJsDatabase<typeof schema>;
/** A transaction or the database itself: what every query verb takes. */
export type Queryable = Pick<
  Db,
  | "select"
  | "insert"
  | "update"
  | "delete"
  | "execute"
  | "query"
  | "transaction"
  | "selectDistinct"
  | "selectDistinctOn"
  | "with"
  | "$with"
  | "$count"
>;

export interface DbHandle {
  db: Db;
  sql: Sql;
  close(): Promise<void>;
}

/** Where the database is: a URL of the user's own server, or the socket folder of the embedded one. */
export type DbLocation = { url: string } | { socketDir: string; database: string };

/** Where postgres.js connects to, as it has read it from a URL or the settings. */
interface Address {
  path?: string | false;
  host: string[];
  port: number[];
}

function openSocket({ path, host, port }: Address) {
  return openLastingSocket(path ? { path } : { host: host[0] ?? "localhost", port: port[0] ?? 5432 });
}

export function openDb(location: DbLocation, options: { max?: number } = {}): DbHandle {
  // Enough connections that a slow query seldom has another queued behind it. Not by `max_pipeline: 1`: where all are in
  // use, postgres.js then begins a transaction on a connection that it goes on lending to others (UNSAFE_TRANSACTION).
  const common = {
    ...{ max: options.max ?? 16, onnotice: () => {}, idle_timeout: 0 },
    socket: openSocket,
  };
  const sql =
    "url" in location
      ? postgres(location.url, common)
      : postgres({ ...socketOptions(location.socketDir, location.database), ...common });
  return { db: drizzle(sql, { schema, casing: "snake_case" }), sql, close: () => sql.end({ timeout: 5 }) };
}
