import { describe, expect, it } from "vitest";
import { hierarchicalBootstrap } from "@/lib/stats/hierarchical-bootstrap";
import { runInStatsWorker, type StatsWorker } from "./run-in-stats-worker";
import { runStatsTask, type StatsMessage, type StatsTask } from "./stats-tasks";

const table = [
  [1, 0, 1, 1, 0],
  [1, 1, 0, 1, 0],
];
const task: StatsTask = { kind: "bootstrap", table, options: { seed: 4, resamples: 400 } };

/** A worker in this thread: answers after the caller has gone on, as a real one does; `dead` never answers. */
function standIn(dead = false) {
  const listeners: ((event: MessageEvent<StatsMessage>) => void)[] = [];
  const failures: (() => void)[] = [];
  const state = { terminated: 0, fail: () => failures[0]?.() };
  const worker: StatsWorker = {
    addEventListener: (type: string, listener: unknown) => {
      if (type === "message") listeners.push(listener as (event: MessageEvent<StatsMessage>) => void);
      else failures.push(listener as () => void);
    },
    postMessage: (sent: StatsTask) => {
      if (dead) return;
      queueMicrotask(() =>
        runStatsTask(structuredClone(sent), (data) => {
          for (const listener of listeners) listener({ data } as MessageEvent<StatsMessage>);
        }),
      );
    },
    terminate: () => {
      state.terminated += 1;
    },
  };
  return { open: () => worker, state };
}

describe("runInStatsWorker", () => {
  it("gives what the function gives, with progress, and ends its worker", async () => {
    const { open, state } = standIn();
    const seen: number[] = [];
    const result = await runInStatsWorker(task, { open, onProgress: (done) => seen.push(done) });
    expect(result).toEqual(hierarchicalBootstrap(table, { seed: 4, resamples: 400 }));
    expect(seen.at(-1)).toBe(400);
    expect(state.terminated).toBe(1);
  });

  it("does differences, paired or not", async () => {
    const options = { seed: 4, resamples: 200, paired: true };
    const result = await runInStatsWorker(
      { kind: "bootstrap-difference", a: table, b: table, options },
      standIn(),
    );
    expect(result).toMatchObject({ estimate: 0, lo: 0, hi: 0 });
  });

  it("is cancelled by its signal, and ends the worker then", async () => {
    const { open, state } = standIn(true);
    const control = new AbortController();
    const running = runInStatsWorker(task, { open, signal: control.signal });
    control.abort();
    await expect(running).rejects.toThrow(/abort/i);
    expect(state.terminated).toBe(1);
  });

  it("opens no worker for a signal that is aborted already", async () => {
    const opened: string[] = [];
    const open = () => {
      opened.push("opened");
      return standIn().open();
    };
    await expect(runInStatsWorker(task, { open, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect(opened).toEqual([]);
  });

  it("fails with the function's own words, or where the worker cannot start", async () => {
    const ragged: StatsTask = { ...task, kind: "bootstrap", table: [[1], [1, 0]] };
    await expect(runInStatsWorker(ragged, standIn())).rejects.toThrow("same length");
    const { open, state } = standIn(true);
    const running = runInStatsWorker(task, { open });
    state.fail();
    await expect(running).rejects.toThrow("could not be started");
  });
});
