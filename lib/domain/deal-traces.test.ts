import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dealTraces, shuffled } from "./deal-traces";

const names = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`);

describe("dealTraces", () => {
  it("gives each trace its overlap of different raters, and loads that differ by one at the most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(1000),
        (n, raters, overlap, seed) => {
          const most = Math.min(overlap, raters);
          const dealt = dealTraces({
            traces: names("t", n),
            raters: names("r", raters),
            overlap: most,
            seed,
          });
          expect(dealt).toHaveLength(n * most);
          expect(new Set(dealt.map(({ trace, rater }) => `${trace} ${rater}`)).size).toBe(n * most);
          const loads = names("r", raters).map((r) => dealt.filter(({ rater }) => rater === r).length);
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
  it("comes out the same for the same seed, and another way for another", () => {
    const deal = (seed: number) =>
      dealTraces({ traces: names("t", 30), raters: names("r", 3), overlap: 2, seed });
    expect(deal(1)).toEqual(deal(1));
    expect(deal(1)).not.toEqual(deal(2));
  });
  it("lets every pair of raters meet", () => {
    const dealt = dealTraces({ traces: names("t", 30), raters: names("r", 3), overlap: 2, seed: 1 });
    const pairs = names("t", 30).map((t) =>
      dealt
        .filter(({ trace }) => trace === t)
        .map(({ rater }) => rater)
        .sort()
        .join("+"),
    );
    expect(new Set(pairs).size).toBe(3);
  });
  it("fills up what is held and takes nothing away", () => {
    const held = new Map([
      ["t0", new Set(["a", "b"])],
      ["t1", new Set(["a"])],
    ]);
    const dealt = dealTraces({ traces: ["t0", "t1", "t2"], raters: ["c"], overlap: 2, seed: 1, held });
    expect(dealt).toEqual([
      { trace: "t1", rater: "c" },
      { trace: "t2", rater: "c" },
    ]);
  });
});

describe("shuffled", () => {
  it("keeps every item", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.nat(), (items, seed) => {
        expect(shuffled(items, seed).sort()).toEqual([...items].sort());
      }),
    );
  });
});
