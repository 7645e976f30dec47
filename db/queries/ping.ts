import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";

export async function ping(db: Queryable): Promise<void> {
  await db.execute(sql`select 1`);
}

/** How many others are connected to this server of databases. */
export async function countOtherClients(db: Queryable): Promise<number> {
  const [row] = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid()`);
  return row?.n ?? 0;
}
