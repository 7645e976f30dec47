import type { Db } from "@/db/client";
import { insertAgentLog, insertHostSample } from "@/db/queries/host-records";
import type { HeartbeatRequest } from "@/lib/contracts";
import { storable } from "../ingest/storable";

const KEEP_SAMPLES_MS = 7 * 24 * 3_600_000;
const KEEP_LINES = 10_000;

/** Keeps what an agent tells of its host besides its jobs: how busy it is, and its own log. Any text may be in them. */
export async function keepRecords(
  db: Db,
  hostId: string,
  { usage, log }: Pick<HeartbeatRequest, "usage" | "log">,
  now: Date,
): Promise<void> {
  if (usage) await insertHostSample(db, hostId, now, storable(usage).event, KEEP_SAMPLES_MS);
  if (log.length > 0)
    await db.transaction((tx) => insertAgentLog(tx, hostId, storable(log).event, KEEP_LINES));
}
