import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Candidate } from "./candidates";
import { choosePairs } from "./choose";

const candidate = (text: string, successes: number, n: number, own = true): Candidate => ({
  ...{ prefix: "p", text, successes, n, own },
  ...{ label: null, traceStep: 1, traceId: `trc_${text}` },
});

const WANTED = { margin: 0.5, most: 10, notBothOwn: false };

describe("choosePairs", () => {
  it("pairs what differs by the margin exactly, and nothing closer", () => {
    const thirds = [candidate("a", 2, 3), candidate("b", 1, 3), candidate("c", 1, 6)];
    const { pairs, tooClose, beyond } = choosePairs(thirds, WANTED);
    expect(pairs.map(({ chosen, rejected }) => [chosen.text, rejected.text])).toEqual([["a", "c"]]);
    expect({ tooClose, beyond }).toEqual({ tooClose: 2, beyond: 0 });
  });

  it("keeps the widest, and counts the others", () => {
    const all = [candidate("a", 4, 4), candidate("b", 3, 4), candidate("c", 0, 4)];
    const { pairs, beyond } = choosePairs(all, { ...WANTED, most: 1 });
    expect(pairs).toMatchObject([{ chosen: { text: "a" }, rejected: { text: "c" }, margin: 1 }]);
    expect(beyond).toBe(1);
  });

  it("leaves pairs of a trace's own steps to the samples, however wide they are", () => {
    const all = [
      candidate("a", 4, 4),
      candidate("b", 0, 4),
      candidate("c", 1, 2, false),
      candidate("d", 1, 1, false),
    ];
    const found = choosePairs(all, { ...WANTED, most: 2, notBothOwn: true });
    expect(found.pairs.map(({ chosen, rejected }) => [chosen.text, rejected.text])).toEqual([
      ["d", "b"],
      ["a", "c"],
    ]);
    // d>c and c>b are half apart too; a and b do not count, and neither do equal ones.
    expect(found).toMatchObject({ beyond: 2, tooClose: 1 });
  });

  const share = fc
    .integer({ min: 1, max: 6 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  const some = fc.array(fc.tuple(share, fc.boolean()), { maxLength: 30 });
  const margins = fc.integer({ min: 1, max: 12 }).map((twelfths) => twelfths / 12);

  it("finds the same pairs and counts as looking at every one", () => {
    fc.assert(
      fc.property(
        some,
        margins,
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (given, margin, most, notBothOwn) => {
          const all = given.map(([[successes, n], own], at) => candidate(String(at), successes, n, own));
          const couples = all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b] as const));
          const allowed = couples.filter(([a, b]) => !(notBothOwn && a.own && b.own));
          const apart = allowed
            .map(([a, b]) => Math.abs(a.successes / a.n - b.successes / b.n))
            .filter((width) => width >= margin - 1e-9)
            .sort((a, b) => b - a);
          const { pairs, tooClose, beyond } = choosePairs(all, { margin, most, notBothOwn });
          const widths = pairs.map((pair) => pair.margin);
          expect(widths).toHaveLength(Math.min(most, apart.length));
          for (const [at, width] of widths.entries()) expect(width).toBeCloseTo(apart[at] ?? Number.NaN, 9);
          expect(tooClose).toBe(allowed.length - apart.length);
          expect(beyond).toBe(apart.length - pairs.length);
        },
      ),
      { seed: 20_261_120 },
    );
  });
});
