import "server-only";
import { catchUp } from "@/lib/services/explorer/catch-up";
import { getDb } from "./db";
import { env } from "./env";
import { logger } from "./logger";

const AGAIN_MS = 60_000;

async function turn(): Promise<void> {
  try {
    const traces = await catchUp(getDb());
    if (traces > 0) logger().info({ traces }, "made the facts of traces that were stored before");
  } catch (error) {
    logger().warn({ err: error }, "could not make the facts of older traces, will try again");
    setTimeout(turn, AGAIN_MS).unref();
  }
}

/**
 * Makes what the explorer reads of traces that an older Stepwell stored, beside everything else that a server does. Does
 * nothing where no database is set (a build).
 */
export function startCatchingUp(): void {
  if (env().database !== null) void turn();
}
