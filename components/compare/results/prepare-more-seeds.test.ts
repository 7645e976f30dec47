import { describe, expect, it } from "vitest";
import { compareArms, moreSeeds } from "@/lib/stats/ablation";
import { resultsOf } from "../fixture";
import { mostUseful, powerLines } from "./prepare-more-seeds";

const comparison = compareArms(resultsOf({ outcome: [200, 212, 195], process: [214, 219, 217] }));
const [first] = comparison.comparisons;
const found = first ? moreSeeds(first, 0.02, comparison.options) : null;
if (!found) throw new Error("three seeds that differ have a spread");

describe("powerLines", () => {
  it("draws both curves over 2 to 20 seeds, rising, each with its own dash", () => {
    const lines = powerLines(found);
    expect(lines.map(({ dash }) => dash)).toEqual([undefined, "5 3"]);
    for (const { points } of lines) {
      expect([points[0]?.x, points.at(-1)?.x]).toEqual([2, 20]);
      expect(points.every((p, i) => i === 0 || p.power >= (points[i - 1]?.power ?? 0))).toBe(true);
    }
  });

  it("has no observed curve where nothing was observed", () => {
    expect(powerLines({ ...found, observed: null }).map(({ key }) => key)).toEqual(["chosen"]);
  });
});

describe("mostUseful", () => {
  const needed = (seedsNeeded: number | null) =>
    mostUseful({ seeds: 3, chosen: { ...found.chosen, seedsNeeded } });
  it("is what is missing, and nothing where it is enough, out of reach or beyond what one adds at once", () => {
    expect(needed(8)).toBe(5);
    expect(needed(3)).toBeNull();
    expect(needed(null)).toBeNull();
    expect(needed(400)).toBeNull();
  });
});
