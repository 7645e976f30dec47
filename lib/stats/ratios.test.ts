import { describe, expect, it } from "vitest";
import { fieller, ratioInterval } from "./ratios";
import { pairedT, welch } from "./seeds";

describe("ratioInterval", () => {
  it("is t on logarithms, paired by seed or Welch's", () => {
    const [a, b] = [
      [36_000, 41_000, 38_500],
      [2_900, 3_100, 3_050],
    ];
    for (const paired of [true, false]) {
      const test = (paired ? pairedT : welch)(a.map(Math.log), b.map(Math.log));
      const result = ratioInterval(a, b, { paired });
      expect(result).toMatchObject({ kind: "interval", n: [3, 3], df: test.df });
      if (result.kind !== "interval") throw new Error("no interval");
      expect(result.ratio).toBeCloseTo(Math.exp(test.diff ?? 0), 12);
      expect([result.lo, result.hi]).toEqual([Math.exp(test.lo ?? 0), Math.exp(test.hi ?? 0)]);
      expect(result.lo).toBeLessThan(result.ratio);
      expect(result.hi).toBeGreaterThan(result.ratio);
    }
  });

  it("turned round gives the inverse, and another unit the same ratio", () => {
    const [a, b] = [
      [3, 4, 5.5],
      [1, 1.2, 0.9],
    ];
    const there = ratioInterval(a, b, { paired: true });
    const back = ratioInterval(b, a, { paired: true });
    const scaled = ratioInterval(
      a.map((x) => 1000 * x),
      b.map((x) => 1000 * x),
      { paired: true },
    );
    if (there.kind !== "interval" || back.kind !== "interval" || scaled.kind !== "interval")
      throw new Error("no interval");
    expect(1 / back.hi).toBeCloseTo(there.lo, 12);
    expect(scaled.hi).toBeCloseTo(there.hi, 9);
  });

  it.each([
    ["no-seeds", [], [1], null],
    ["one-seed", [12], [1], 12],
    ["not-positive", [1, 2], [0, 1], null],
    ["not-positive", [Number.NaN, 2], [1, 1], null],
    ["no-spread", [4, 4], [2, 2], 2],
  ])("%s: no interval, and why", (reason, a, b, ratio) => {
    const result = ratioInterval(a, b, { paired: false });
    expect(result.kind === "undefined" && result.reason).toBe(reason);
    if (ratio === null) expect(result.ratio).toBeNull();
    else expect(result.ratio).toBeCloseTo(ratio, 12);
  });
});

describe("fieller", () => {
  /** By definition: r belongs to the set where the mean of x - r y does not differ from 0. */
  const belongs = (x: number[], y: number[], r: number) => {
    const { lo, hi } = pairedT(
      x,
      y.map((value) => r * value),
    );
    return lo !== null && hi !== null && lo <= 0 && hi >= 0;
  };
  const contains = (set: ReturnType<typeof fieller>, r: number) => {
    if (set.kind === "bounded") return set.lo <= r && r <= set.hi;
    if (set.kind === "unbounded") return r <= set.below || r >= set.above;
    return set.kind === "everything";
  };

  it.each([
    ["bounded", [100, 120, 110, 95], [2, 2.4, 2.1, 1.8]],
    ["bounded", [-5, -6, -4], [1, 1.3, 0.9]],
    ["unbounded", [100, 104, 98], [0.5, 3, -1]],
    ["everything", [1, -3, 2], [0.5, 3, -1]],
  ])("is %s exactly where every ratio in it passes the t test", (kind, x, y) => {
    const set = fieller(x, y);
    expect(set.kind).toBe(kind);
    const scale = Math.abs(set.ratio ?? 1) + 1;
    for (let i = -400; i <= 400; i += 1) {
      const r = (scale * i) / 37;
      expect(contains(set, r)).toBe(belongs(x, y, r));
    }
  });

  it("is bounded exactly where the gain's own interval leaves out 0, and holds its ratio", () => {
    for (const gain of [
      [0.5, 3, -1],
      [2, 2.4, 2.1],
      [-1, -1.4, -1.2],
      [0.1, 0.9, 0.4],
    ]) {
      const { lo, hi } = pairedT(gain, [0, 0, 0]);
      const set = fieller([100, 104, 98], gain);
      expect(set.kind === "bounded").toBe(!((lo ?? 0) <= 0 && (hi ?? 0) >= 0));
      expect(contains(set, set.ratio ?? Number.NaN)).toBe(true);
    }
  });

  it("knows what it cannot know", () => {
    expect(fieller([], [])).toMatchObject({ kind: "undefined", reason: "no-seeds", ratio: null });
    expect(fieller([3], [1])).toMatchObject({ kind: "undefined", reason: "one-seed", ratio: 3 });
    expect(fieller([3, 3], [1, 1])).toMatchObject({ kind: "undefined", reason: "no-spread", ratio: 3 });
    expect(fieller([3, 4, 5], [1, -1, 0])).toMatchObject({ ratio: null });
    // No gain at all, known exactly: no ratio is possible, and none is claimed.
    expect(fieller([3, 4, 5], [0, 0, 0])).toMatchObject({ ratio: null });
    expect(() => fieller([1, 2], [1])).toThrow(RangeError);
  });
});
