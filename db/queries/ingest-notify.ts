import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";

/** Tells every listening process. Outside the transaction it is about: NOTIFY inside it serialises all commits. */
export async function notify(db: Queryable, channel: string, payload: string): Promise<void> {
  await db.execute(sql`select pg_notify(${channel}, ${payload})`);
}
