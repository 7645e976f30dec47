import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Sample, sharedPrefixes } from "./shared-prefixes";

const sample = fc.record<Sample>({
  // Few different steps, so that many prefixes are shared; blanks and digits, which the numbering must not confuse.
  steps: fc.array(fc.constantFrom("a", "b", "1 a", "", " a"), { maxLength: 5 }),
  outcome: fc.constantFrom(0, 1, null),
});

/** As the definition has it: every sample against every other, step by step. */
function byDefinition(samples: readonly Sample[]) {
  return samples.map(({ steps }) =>
    steps.map((_, i) => {
      const alike = samples.filter(
        (other) =>
          other.steps.length > i && steps.slice(0, i + 1).every((step, s) => other.steps[s] === step),
      );
      const graded = alike.filter(({ outcome }) => outcome !== null);
      return { n: graded.length, successes: graded.filter(({ outcome }) => outcome === 1).length };
    }),
  );
}

describe("samples that share a prefix", () => {
  it("are counted as the definition has it", () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 12 }), (samples) => {
        expect(sharedPrefixes(samples)).toEqual(byDefinition(samples));
      }),
      { seed: 24, numRuns: 500 },
    );
  });

  it("count a sample itself, and no ungraded one", () => {
    expect(
      sharedPrefixes([
        { steps: ["a", "b"], outcome: 1 },
        { steps: ["a", "c"], outcome: 0 },
        { steps: ["a"], outcome: null },
        { steps: ["d"], outcome: null },
      ]),
    ).toEqual([
      [
        { successes: 1, n: 2 },
        { successes: 1, n: 1 },
      ],
      [
        { successes: 1, n: 2 },
        { successes: 0, n: 1 },
      ],
      [{ successes: 1, n: 2 }],
      [{ successes: 0, n: 0 }],
    ]);
  });

  it("take a long sample in their stride", () => {
    const steps = Array.from({ length: 20_000 }, (_, i) => `step ${i}`);
    expect(sharedPrefixes([{ steps, outcome: 1 }])[0]).toHaveLength(20_000);
  });
});
