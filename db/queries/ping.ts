import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";

export async function ping(db: Queryable): Promise<void> {
  await db.execute(sql`select 1`);
}
