import type { Queryable } from "@/db/client";
import { notifyAll } from "@/db/queries/notify";
import type { LiveStreamMessage } from "@/lib/contracts";

/** Postgres refuses payloads of 8000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7_900;

/** A message as a payload that fits: names are left out if they are too many. */
export function payloadOf(message: LiveStreamMessage): string {
  const full = JSON.stringify(message);
  return Buffer.byteLength(full) <= MAX_PAYLOAD_BYTES ? full : JSON.stringify({ ...message, names: [] });
}

/** Tells all web processes, and through them all browsers, what was just committed. */
export async function announce(db: Queryable, message: LiveStreamMessage): Promise<void> {
  await notifyAll(db, [payloadOf(message)]);
}
