import { logger } from "@/lib/server/logger";

const running = new Set<Promise<void>>();

/** Runs what may happen after the answer. A failure is logged and changes nothing about what is stored. */
export function runLater(followUp: () => Promise<void>): void {
  const task = followUp()
    .catch((err: unknown) => logger().warn({ err }, "after a batch was stored: telling or compacting failed"))
    .finally(() => running.delete(task));
  running.add(task);
}

/** Resolves when nothing runs any more: for orderly shutdown, benchmarks and tests. */
export async function followUpsDone(): Promise<void> {
  while (running.size > 0) await Promise.all(running);
}
