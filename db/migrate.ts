import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import type { DbLocation } from "./client";
import { socketOptions } from "./embedded";

/** Any constant: every Stepwell process that migrates the same database waits for the same lock. */
const MIGRATION_LOCK = 7_305_773;

function connect(location: DbLocation) {
  const common = { max: 1, onnotice: () => {} };
  return "url" in location
    ? postgres(location.url, common)
    : postgres({ ...socketOptions(location.socketDir, location.database), ...common });
}

/** Applies what is missing of db/migrations, under an advisory lock so that two starts cannot interleave. */
export async function migrate(location: DbLocation, root = process.cwd()): Promise<void> {
  const sql = connect(location);
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: join(root, "db", "migrations") });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Creates the database if the embedded server has none of that name yet. */
export async function ensureDatabase(socketDir: string, database: string): Promise<void> {
  const sql = postgres({ ...socketOptions(socketDir, "postgres"), max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${database}`;
    if (found.length === 0) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
