import "server-only";
import { ensureExamples } from "@/lib/services/result-sets/ensure-examples";
import { getDb } from "./db";
import { env } from "./env";
import { logger } from "./logger";

/**
 * Makes the examples of this version as the server starts. Does nothing where no database is set (a build); where it
 * does not answer, the next start tries again: nothing else depends on the examples.
 */
export async function installExamples(): Promise<void> {
  if (env().database === null) return;
  try {
    await ensureExamples(getDb());
  } catch (error) {
    logger().warn({ err: error }, "could not make the examples, the next start tries again");
  }
}
