import { describe, expect, it } from "vitest";
import type { SeedAddition } from "@/lib/contracts";
import { nextSeeds, seedAdditionCaution, seedAdditionSentence, versionSentences } from "./seed-additions";

const addition: SeedAddition = {
  at: "2026-11-20T12:00:00.000Z",
  seeds: [4, 5],
  seedsBefore: 3,
  finishedSeeds: 3,
  evaluationsKnown: 24,
  codeVersion: "a",
  launchCodeVersion: "a",
  rewrite: "reused",
  environmentDifferences: [],
};

describe("nextSeeds", () => {
  it.each([
    [[1, 2, 3], 2, [4, 5]],
    [[7, 3], 2, [8, 9]],
    [[0], 1, [1]],
    [[2_147_483_647, 0, 1], 2, [2, 3]],
    [[2_147_483_646], 3, [2_147_483_647, 0, 1]],
  ])("after %j, %i more: %j", (taken, count, seeds) => expect(nextSeeds(taken, count)).toEqual(seeds));
});

describe("what is said of added seeds", () => {
  it("calls it optional stopping once results could be seen", () => {
    const sentence = seedAdditionSentence(addition);
    expect(sentence).toContain("Seeds 4 and 5 were added on 2026-11-20, after 3 of 3 seeds had finished");
    expect(sentence).toContain("optional stopping");
    expect(seedAdditionSentence({ ...addition, finishedSeeds: 0 })).toMatch(/first evaluations.*optional/);
  });
  it("says that it is harmless where nothing was known", () => {
    const sentence = seedAdditionSentence({
      ...addition,
      seeds: [4],
      finishedSeeds: 0,
      evaluationsKnown: 0,
    });
    expect(sentence).toMatch(/^Seed 4 was added .*cannot have followed from the results\.$/);
    expect(sentence).not.toContain("optional stopping");
  });
  it("cautions before, and only where something is known", () => {
    expect(seedAdditionCaution(addition)).toMatch(/^3 of 3 seeds have finished\. .*optional stopping/);
    expect(seedAdditionCaution({ ...addition, finishedSeeds: 0 })).toMatch(/^The first evaluations/);
    expect(seedAdditionCaution({ ...addition, evaluationsKnown: 0 })).not.toContain("stopping");
  });
  it("does not call an unknown version another one", () =>
    expect(versionSentences({ ...addition, codeVersion: "unknown" })).toEqual([
      "Whether Stepwell is the version that launched the first seeds is not known.",
    ]));
  it("names what differs, and nothing where nothing does", () => {
    expect(versionSentences(addition)).toEqual([]);
    const environmentDifferences = [{ fact: "torch", first: ["2.0"], added: ["2.1"] }];
    expect(versionSentences({ ...addition, codeVersion: "b", environmentDifferences })).toEqual([
      "Stepwell is b now; the first seeds were launched by a.",
      "torch: 2.0 for the first seeds, 2.1 here.",
    ]);
  });
});
