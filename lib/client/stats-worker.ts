import { runStatsTask, type StatsTask } from "./stats-tasks";

/*
 * The worker's side: one task a worker, told by its first message. Cancelling is ending the worker, which stops a loop
 * at once without the loop having to look.
 */
addEventListener("message", ({ data }: MessageEvent<StatsTask>) =>
  runStatsTask(data, (message) => postMessage(message)),
);
