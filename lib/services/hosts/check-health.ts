import type { Db } from "@/db/client";
import { ping } from "@/db/queries/ping";

/** Resolves if the database answers; throws what it said otherwise. */
export async function checkHealth(db: Db): Promise<void> {
  await ping(db);
}
