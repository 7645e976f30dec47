import { describe, expect, it } from "vitest";
import { PAPER_REWARD, type WhatIfSettings } from "@/lib/contracts";
import { buildTable, rescore, toWhatIfSettings } from "@/lib/rewards";
import { Breather } from "./breathe";
import { rescoreInSlices } from "./rescore-slices";
import { inputOf, someSamples } from "./testing/scored-run";

/** More than two slices of responses, three groups a train step. */
const table = buildTable(
  Array.from({ length: 1300 }, (_, g) => ({
    batch: Math.floor(g / 3),
    size: g % 50 === 0 ? 9 : 8,
    responses: someSamples(8, g).map((sample) => {
      const { counts, ...input } = inputOf(sample);
      return { ...input, steps: sample.grammar ? counts : [], reward: null, advantage: null };
    }),
  })),
);

describe("rescoreInSlices", () => {
  it.each<Partial<WhatIfSettings>>([
    {},
    { scheme: "gdpo", lambdaOutcome: 0.5, lambdaProcess: 0.5 },
    { scheme: "progress", scaleRewards: "batch" },
    { scaleRewards: "none", lost: "failures" },
  ])("gives the same numbers as in one go: %j", async (changes) => {
    const settings = { ...toWhatIfSettings(PAPER_REWARD), ...changes };
    expect(await rescoreInSlices(table, settings, new Breather())).toEqual(rescore(table, settings));
  });
});
