import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ForecastJob, forecastQueue } from "./forecast-queue";
import type { QueueHost } from "./queue-waits";

const host = (id: string, capacity = 1, changes: Partial<QueueHost> = {}): QueueHost => ({
  id,
  name: id,
  state: "active",
  connected: true,
  trainerReady: true,
  sharedStorage: null,
  capacity,
  taken: 0,
  ...changes,
});
const job = (
  id: string,
  seconds: number,
  before: string[] = [],
  changes: Partial<ForecastJob> = {},
): ForecastJob => ({
  id,
  kind: "grpo",
  seconds,
  requiredHostId: null,
  inputs: [],
  readyAt: new Date(0),
  before: before.map((name) => ({ id: name, name, status: "queued" as const })),
  ...changes,
});
const starts = (found: ReturnType<typeof forecastQueue>) =>
  Object.fromEntries([...found].map(([id, { start }]) => [id, start]));

describe("forecast of the queue", () => {
  it("takes jobs in order as places become free", () => {
    const queue = [job("a", 10), job("b", 4), job("c", 1)];
    expect(starts(forecastQueue(queue, [], [host("h", 2)]))).toEqual({ a: 0, b: 0, c: 4 });
  });

  it("waits for what runs, and keeps followers where the result will lie", () => {
    const queue = [job("next", 5, ["now"]), job("last", 1, ["next"])];
    const live = [{ id: "now", hostId: "h", secondsLeft: 30 }];
    const hosts = [host("h", 1, { taken: 1 }), host("free")];
    expect(forecastQueue(queue, live, hosts)).toEqual(
      new Map([
        ["next", { start: 30, end: 35 }],
        ["last", { start: 35, end: 36 }],
      ]),
    );
  });

  it("goes where the inputs lie while that host takes jobs, else where they can be copied", () => {
    const input = { what: "x", holderId: "h", copyHostIds: [], manifest: "m", stored: false, sending: null };
    const queue = [job("a", 5, [], { inputs: [input] }), job("b", 5, [], { inputs: [input] })];
    const free = host("free", 2);
    expect(starts(forecastQueue(queue, [], [host("h"), free]))).toEqual({ a: 0, b: 5 });
    expect(starts(forecastQueue(queue, [], [host("h", 1, { state: "paused" }), free]))).toEqual({
      a: 0,
      b: 0,
    });
    const fixed = job("a", 5, [], { inputs: [{ ...input, manifest: null }] });
    expect(forecastQueue([fixed], [], [host("h", 1, { state: "paused" }), free]).size).toBe(0);
    const placed = job("a", 5, [], { inputs: [input], requiredHostId: "free" });
    expect(starts(forecastQueue([placed], [], [host("h"), host("free", 1, { taken: 1 })]))).toEqual({});
  });

  it("is silent about jobs that cannot start as things are", () => {
    const paused = [host("h", 1, { state: "paused" })];
    expect(forecastQueue([job("a", 1)], [], paused).size).toBe(0);
    const stuck = job("a", 1, [], {
      before: [{ id: "x", name: "x", status: "failed" as const }],
    });
    expect(forecastQueue([stuck, job("b", 1, ["a"])], [], [host("h")]).size).toBe(0);
    expect(forecastQueue([job("a", 1, [], { requiredHostId: "gone" })], [], [host("h")]).size).toBe(0);
  });

  it("never runs more jobs on a host than it has places, nor any before what it waits for", () => {
    const jobs = fc.array(fc.record({ seconds: fc.integer({ min: 1, max: 20 }), after: fc.nat(10) }), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(jobs, fc.integer({ min: 1, max: 4 }), (made, capacity) => {
        const queue = made.map(({ seconds, after }, i) =>
          job(`${i}`, seconds, after > 0 && after <= i ? [`${i - after}`] : []),
        );
        const found = forecastQueue(queue, [], [host("h", capacity)]);
        expect(found.size).toBe(queue.length);
        for (const { id, before } of queue)
          for (const { id: first } of before)
            expect(found.get(id)?.start).toBeGreaterThanOrEqual(found.get(first)?.end ?? Number.NaN);
        for (const { start } of found.values()) {
          const together = [...found.values()].filter((one) => one.start <= start && one.end > start);
          expect(together.length).toBeLessThanOrEqual(capacity);
        }
      }),
    );
  });
});
