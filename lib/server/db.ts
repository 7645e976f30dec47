import "server-only";
import type { Sql } from "postgres";
import { type Db, type DbHandle, openDb } from "@/db/client";
import { env } from "./env";

/** Next reloads modules in development: the pool outlives them here, or every reload would leak one. */
const kept = globalThis as typeof globalThis & { stepwellDb?: DbHandle };

/** The process's pool. Throws if neither DATABASE_URL nor STEPWELL_PG_SOCKET is set. */
export function getDbHandle(): DbHandle {
  if (!kept.stepwellDb) {
    const location = env().database;
    if (!location) throw new Error("Set DATABASE_URL or STEPWELL_PG_SOCKET (npm start sets it by itself).");
    kept.stepwellDb = openDb(location);
  }
  return kept.stepwellDb;
}

export function getDb(): Db {
  return getDbHandle().db;
}

/** The driver below, for LISTEN and NOTIFY. */
export function getSql(): Sql {
  return getDbHandle().sql;
}

/** Puts another database in place, for tests that call route handlers. */
export function setDbHandle(handle: DbHandle | undefined): void {
  kept.stepwellDb = handle;
}
