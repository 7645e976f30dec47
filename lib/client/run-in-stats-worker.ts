import type { HierarchicalBootstrap } from "@/lib/stats/hierarchical-bootstrap";
import type { StatsMessage, StatsTask } from "./stats-tasks";

/** What is used of a worker, so that a test can stand in for one. */
export type StatsWorker = Pick<Worker, "postMessage" | "terminate" | "addEventListener">;

type Options = {
  onProgress?: (done: number, of: number) => void;
  /** Aborting it ends the worker; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  open?: () => StatsWorker;
};

const openWorker = (): StatsWorker =>
  new Worker(new URL("./stats-worker.ts", import.meta.url), { type: "module" });

/**
 * Runs a heavy computation of lib/stats in a worker of its own, so that the page stays alive, with progress and
 * cancellation. Resolves with what the function returns (null: nothing to compute from). The worker ends with the promise.
 */
export function runInStatsWorker(
  task: StatsTask,
  { onProgress, signal, open = openWorker }: Options = {},
): Promise<HierarchicalBootstrap | null> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  const worker = open();
  return new Promise<HierarchicalBootstrap | null>((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.addEventListener("message", ({ data }: MessageEvent<StatsMessage>) => {
      if (data.type === "progress") onProgress?.(data.done, data.of);
      else if (data.type === "result") resolve(data.result);
      else reject(new Error(data.message));
    });
    worker.addEventListener("error", () => reject(new Error("The computation could not be started.")));
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}
