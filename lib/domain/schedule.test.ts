import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ScheduledJob, type ScheduleHost, schedule } from "./schedule";

const job = (
  key: string,
  seconds: number,
  dependsOn: string[] = [],
  { priority = seconds, hostId = null }: Partial<ScheduledJob> = {},
): ScheduledJob => ({ key, seconds, dependsOn, priority, hostId });
const one = (capacity: number): ScheduleHost[] => [{ id: "only", capacity, open: true }];
const span = (jobs: ScheduledJob[], capacity: number) => schedule(jobs, one(capacity)).seconds;

describe("a schedule on one host", () => {
  it("runs the longest first, side by side", () => {
    expect(span([job("a", 3), job("b", 2), job("c", 2)], 2)).toBe(4);
    expect(span([job("a", 3), job("b", 2), job("c", 2)], 1)).toBe(7);
    expect(span([], 4)).toBe(0);
  });

  it("waits for dependencies", () => {
    expect(span([job("b", 2, ["a"], { priority: 9 }), job("a", 3)], 8)).toBe(5);
    expect(span([job("b", 2, ["missing"])], 8)).toBe(0);
  });

  it("lies between the longest job and all of them in a row", () => {
    const jobs = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(jobs, fc.integer({ min: 1, max: 8 }), (seconds, capacity) => {
        const all = seconds.map((s, i) => job(String(i), s));
        const total = seconds.reduce((sum, s) => sum + s, 0);
        expect(span(all, capacity)).toBeGreaterThanOrEqual(Math.max(Math.max(...seconds), total / capacity));
        expect(span(all, capacity)).toBeLessThanOrEqual(total);
      }),
    );
  });
});

describe("a schedule on several hosts", () => {
  const HOSTS: ScheduleHost[] = [
    { id: "here", capacity: 1, open: true },
    { id: "cluster", capacity: 2, open: true },
    { id: "away", capacity: 4, open: false },
  ];

  it("keeps each job where it must run, and the hosts work side by side", () => {
    const jobs = [
      job("warm", 10, [], { hostId: "here" }),
      job("a", 30, ["warm"], { hostId: "cluster" }),
      job("b", 30, ["warm"], { hostId: "cluster" }),
      job("c", 30, ["warm"], { hostId: "away" }),
      job("d", 5, ["warm"], { hostId: "here" }),
    ];
    const { seconds, hostOf } = schedule(jobs, HOSTS);
    expect(seconds).toBe(40);
    expect(Object.fromEntries(hostOf)).toEqual({
      warm: "here",
      a: "cluster",
      b: "cluster",
      c: "away",
      d: "here",
    });
  });

  it("lets a job that names no host follow what it waited for, and else go where most places are free", () => {
    const jobs = [job("warm", 10, [], { hostId: "here" }), job("next", 5, ["warm"]), job("free", 5)];
    const { hostOf } = schedule(jobs, HOSTS);
    expect(hostOf.get("next")).toBe("here");
    expect(hostOf.get("free")).toBe("cluster");
  });

  it("never starts what has no place, nor more at once than there are", () => {
    const { hostOf, seconds } = schedule([job("x", 4, [], { hostId: "nowhere" }), job("y", 2)], HOSTS);
    expect([...hostOf.keys()]).toEqual(["y"]);
    expect(seconds).toBe(2);
    const where = fc.constantFrom(null, ...HOSTS.map(({ id }) => id));
    const jobs = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), where), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(jobs, (list) => {
        const all = list.map(([seconds, hostId], i) => job(String(i), seconds, [], { hostId }));
        const found = schedule(all, HOSTS);
        expect(found.hostOf.size).toBe(all.length);
        for (const { id, capacity } of HOSTS) {
          const work = all
            .filter(({ key }) => found.hostOf.get(key) === id)
            .reduce((sum, { seconds }) => sum + seconds, 0);
          expect(found.seconds).toBeGreaterThanOrEqual(work / capacity);
        }
      }),
    );
  });
});
