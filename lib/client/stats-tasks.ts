import {
  type BootstrapOptions,
  type HierarchicalBootstrap,
  hierarchicalBootstrap,
  hierarchicalBootstrapDifference,
  type ScoreTable,
} from "@/lib/stats/hierarchical-bootstrap";

/** Options that can be sent to another thread: no functions. */
type SentOptions = Omit<BootstrapOptions, "onProgress" | "signal">;

/** A computation that is too heavy for the page's own thread. */
export type StatsTask =
  | { kind: "bootstrap"; table: ScoreTable; options: SentOptions }
  | {
      kind: "bootstrap-difference";
      a: ScoreTable;
      b: ScoreTable;
      options: SentOptions & { paired: boolean };
    };

/** What the worker tells: how far it is, then its result or why there is none. */
export type StatsMessage =
  | { type: "progress"; done: number; of: number }
  | { type: "result"; result: HierarchicalBootstrap | null }
  | { type: "failure"; message: string };

/** Runs a task where it is called and tells every message; a task that throws ends in a failure. */
export function runStatsTask(task: StatsTask, tell: (message: StatsMessage) => void): void {
  const onProgress = (done: number, of: number) => tell({ type: "progress", done, of });
  try {
    const result =
      task.kind === "bootstrap"
        ? hierarchicalBootstrap(task.table, { ...task.options, onProgress })
        : hierarchicalBootstrapDifference(task.a, task.b, { ...task.options, onProgress });
    tell({ type: "result", result });
  } catch (error) {
    tell({ type: "failure", message: error instanceof Error ? error.message : String(error) });
  }
}
