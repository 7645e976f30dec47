import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makespan, type ScheduledJob } from "./schedule";

const job = (key: string, seconds: number, dependsOn: string[] = [], priority = seconds): ScheduledJob => ({
  key,
  seconds,
  dependsOn,
  priority,
});

describe("makespan", () => {
  it("runs the longest first, side by side", () => {
    expect(makespan([job("a", 3), job("b", 2), job("c", 2)], 2)).toBe(4);
    expect(makespan([job("a", 3), job("b", 2), job("c", 2)], 1)).toBe(7);
    expect(makespan([], 4)).toBe(0);
  });

  it("waits for dependencies", () => {
    expect(makespan([job("b", 2, ["a"], 9), job("a", 3)], 8)).toBe(5);
    expect(makespan([job("b", 2, ["missing"])], 8)).toBe(0);
  });

  it("lies between the longest job and all of them in a row", () => {
    const jobs = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(jobs, fc.integer({ min: 1, max: 8 }), (seconds, capacity) => {
        const span = makespan(
          seconds.map((s, i) => job(String(i), s)),
          capacity,
        );
        const total = seconds.reduce((sum, s) => sum + s, 0);
        expect(span).toBeGreaterThanOrEqual(Math.max(Math.max(...seconds), total / capacity));
        expect(span).toBeLessThanOrEqual(total);
      }),
    );
  });
});
