"use client";

import { useEffect, useRef, useState } from "react";
import { runInStatsWorker } from "@/lib/client/run-in-stats-worker";
import type { StatsTask } from "@/lib/client/stats-tasks";
import type { HierarchicalBootstrap } from "@/lib/stats/hierarchical-bootstrap";

export type BootstrapState =
  | { at: "idle" }
  | { at: "running"; done: number; of: number }
  | { at: "done"; result: HierarchicalBootstrap | null }
  | { at: "failed"; message: string };

/** A bootstrap in a worker: started by hand, cancelled by hand or by leaving. */
export function useBootstrap() {
  const [state, setState] = useState<BootstrapState>({ at: "idle" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const cancel = () => {
    running.current?.abort();
    setState({ at: "idle" });
  };
  const start = async (task: StatsTask) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    setState({ at: "running", done: 0, of: task.options.resamples ?? 0 });
    try {
      const onProgress = (done: number, of: number) => {
        if (!signal.aborted) setState({ at: "running", done, of });
      };
      const result = await runInStatsWorker(task, { signal, onProgress });
      if (!signal.aborted) setState({ at: "done", result });
    } catch (error) {
      if (!signal.aborted)
        setState({ at: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  };
  return { state, start, cancel };
}
