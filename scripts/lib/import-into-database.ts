import { type DbLocation, openDb } from "@/db/client";
import { countOtherClients } from "@/db/queries/ping";
import type { ImportView } from "@/lib/contracts";
import { parseEnv } from "@/lib/server/env";
import type { DiskSource } from "@/lib/services/imports/disk-source";
import { importSource, type SourceImport } from "@/lib/services/imports/import-source";
import { startDatabase } from "./database";
import { openHome, ROOT } from "./home";
import { Terminal } from "./terminal";

/**
 * Imports without a server: into the database that the environment names, else into the one below the home folder, which
 * is started for it and ended again where nobody else uses it by then.
 */
export async function importIntoDatabase(source: DiskSource, asked: SourceImport): Promise<ImportView> {
  const given = parseEnv(process.env).database;
  if (given && "socketDir" in given) return into(given, source, asked);
  const terminal = new Terminal(process.stderr);
  const database = await startDatabase(openHome().dir, ROOT, terminal);
  const location = parseEnv({ ...process.env, ...database.env }).database;
  if (!location) throw new Error("the database that was started has no address");
  try {
    return await into(location, source, asked);
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

async function into(location: DbLocation, source: DiskSource, asked: SourceImport): Promise<ImportView> {
  const handle = openDb(location, { max: 4 });
  try {
    return await importSource(handle.db, source, asked);
  } finally {
    await handle.close();
  }
}
