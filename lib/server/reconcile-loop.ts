import "server-only";
import type { Db } from "@/db/client";
import { RECONCILE_MS } from "@/lib/domain/lease-times";
import { sweepStore } from "@/lib/services/artifacts/sweep-store";
import { forgiveSilence, reconcile } from "@/lib/services/jobs/reconcile";
import { sweepCopies } from "@/lib/services/retention/sweep-copies";
import { getDb } from "./db";
import { env } from "./env";
import { logger } from "./logger";

const SWEEP_MS = 3_600_000;

const kept = globalThis as typeof globalThis & { stepwellReconciling?: boolean };

/** One turn of the loop. Only once the silence was forgiven may a lease run out. */
async function turn(db: Db, forgiven: boolean): Promise<boolean> {
  try {
    if (!forgiven) await forgiveSilence(db, new Date());
    const { lost, skipped } = await reconcile(db, new Date());
    if (lost.length + skipped.length > 0) logger().info({ lost, skipped }, "reconciled");
    return true;
  } catch (error) {
    logger().warn({ err: error }, "could not reconcile, will try again");
    return forgiven;
  }
}

/** What is in the artifact store, or was fetched to a host, and nobody needs goes now and then. */
async function sweep(db: Db): Promise<void> {
  try {
    const files = await sweepStore(db, new Date());
    if (files > 0) logger().info({ files }, "removed from the artifact store what nothing needs");
    const copies = await sweepCopies(db, new Date());
    if (copies > 0) logger().info({ copies }, "asked hosts to delete copies that nothing needs");
  } catch (error) {
    logger().warn({ err: error }, "could not sweep artifacts, will try again");
  }
}

/**
 * Looks after leases for as long as this process lives, once per process however often the modules are reloaded.
 * Does nothing where no database is set (a build).
 */
export async function startReconciling(): Promise<void> {
  if (kept.stepwellReconciling || env().database === null) return;
  kept.stepwellReconciling = true;
  let forgiven = false;
  const again = async () => {
    forgiven = await turn(getDb(), forgiven);
    setTimeout(again, RECONCILE_MS).unref();
  };
  setInterval(() => void sweep(getDb()), SWEEP_MS).unref();
  // The first turn is waited for: a report that came before the forgiving could lose the leases of other hosts.
  await again();
}
