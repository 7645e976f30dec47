import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { LIVE_CHANNEL } from "@/lib/contracts";

/** Sends several messages in one statement. Call it after the transaction they tell of: NOTIFY serialises commits. */
export async function notifyAll(db: Queryable, payloads: string[]): Promise<void> {
  if (payloads.length === 0) return;
  await db.execute(
    sql`select pg_notify(${LIVE_CHANNEL}, payload) from jsonb_array_elements_text(${JSON.stringify(payloads)}::jsonb) as payload`,
  );
}
