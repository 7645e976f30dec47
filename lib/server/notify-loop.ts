import "server-only";
import { deliverDue } from "@/lib/services/notifications/deliver";
import { Watch } from "@/lib/services/notifications/watch";
import { getDb } from "./db";
import { env } from "./env";
import { logger } from "./logger";

const LOOK_MS = 15_000;
const DELIVER_MS = 3_000;

const kept = globalThis as typeof globalThis & { stepwellNotifying?: boolean };

function every(ms: number, what: string, work: () => Promise<unknown>): void {
  const again = async () => {
    await work().catch((err: unknown) => logger().warn({ err }, `${what} failed, will try again`));
    setTimeout(again, ms).unref();
  };
  setTimeout(again, ms).unref();
}

/** Watches what rules watch and sends what they told, for as long as this process lives; once per process. */
export function startNotifying(): void {
  if (kept.stepwellNotifying || env().database === null) return;
  kept.stepwellNotifying = true;
  const watch = new Watch(getDb(), new Date());
  every(LOOK_MS, "watching for notifications", () => watch.look(new Date()));
  every(DELIVER_MS, "sending notifications", () => deliverDue(getDb(), new Date()));
}
