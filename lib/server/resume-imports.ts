import "server-only";
import { resumeUploads } from "@/lib/services/imports/uploads";
import { getDb } from "./db";
import { env } from "./env";
import { logger } from "./logger";

const AGAIN_MS = 60_000;

async function turn(): Promise<void> {
  try {
    const views = await resumeUploads(getDb(), env().codeVersion, new Date());
    for (const { id, status } of views) logger().info({ importId: id, status }, "went on with an import");
  } catch (error) {
    logger().warn({ err: error }, "could not go on with imports, will try again");
    setTimeout(turn, AGAIN_MS).unref();
  }
}

/** Goes on with uploads that the server was importing when it was killed. Does nothing where no database is set. */
export function startResumingImports(): void {
  if (env().database !== null) void turn();
}
