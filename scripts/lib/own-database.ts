import { type Db, type DbLocation, openDb } from "@/db/client";
import { countOtherClients } from "@/db/queries/ping";
import { parseEnv } from "@/lib/server/env";
import { startDatabase } from "./database";
import { openHome, ROOT } from "./home";
import { Terminal } from "./terminal";

/**
 * Works with the database itself, without a server: with the one that the environment names, else with the one below the
 * home folder, which is started for it and ended again where nobody else uses it by then.
 */
export async function withOwnDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const given = parseEnv(process.env).database;
  if (given && "socketDir" in given) return within(given, work);
  const terminal = new Terminal(process.stderr);
  const database = await startDatabase(openHome().dir, ROOT, terminal);
  const location = parseEnv({ ...process.env, ...database.env }).database;
  if (!location) throw new Error("the database that was started has no address");
  try {
    return await within(location, work);
  } finally {
    if (!(await isUsedByOthers(location))) await database.stop();
  }
}

/** A server that started meanwhile has taken over the database: it is not ours to end any more. */
async function isUsedByOthers(location: DbLocation): Promise<boolean> {
  const handle = openDb(location, { max: 1 });
  try {
    return (await countOtherClients(handle.db)) > 0;
  } finally {
    await handle.close();
  }
}

async function within<T>(location: DbLocation, work: (db: Db) => Promise<T>): Promise<T> {
  const handle = openDb(location, { max: 4 });
  try {
    return await work(handle.db);
  } finally {
    await handle.close();
  }
}
