import { describe, expect, it } from "vitest";
import type { ContinuationGroups } from "@/lib/contracts";
import { layoutResponse } from "@/lib/traces/layout";
import { hitsIn, MOST_HITS, nextHit, searchedTexts } from "./prepare-search";

const response = "Intro sum. <step>the sum</step> end";
const prompt = {
  ...{ id: "prm_00000000", key: "k", dataset: "d", family: null, answer: null, media: [] },
  messages: [
    { role: "system", content: "be brief" },
    { role: "user", content: "What is the sum?" },
  ],
};
const continuation = (index: number, text: string) => ({
  ...{ index, text, verdict: "right" as const, answer: "4", tokens: 1 },
  ...{ finishReason: "stop" as const, modelId: null },
});
const groups: ContinuationGroups = {
  ...{ traceId: "trc_00000000", traceStep: 1, prefix: "", requested: 2, returned: 2 },
  groups: [
    { answer: "4", verdict: "right", continuations: [continuation(1, "Sum sum"), continuation(0, "no")] },
  ],
};

describe("the search through a trace", () => {
  const blocks = layoutResponse(response, [{ index: 1, start: 17, end: 24 }]);
  const texts = searchedTexts({ prompt, response }, blocks, new Map([[1, groups]]));
  it("reads prompt, response and continuations in the order of the page", () => {
    expect(texts.map((t) => [t.place, t.text])).toEqual([
      ["prompt-1", "be brief"],
      ["prompt-2", "What is the sum?"],
      ["outside-0", "Intro sum."],
      ["s1", "the sum"],
      ["s1.c2", "Sum sum"],
      ["s1.c1", "no"],
      ["outside-32", "end"],
    ]);
  });
  it("counts every hit at its place", () => {
    expect(hitsIn(texts, "sum").map((h) => `${h.place}:${h.nth}`)).toEqual([
      "prompt-2:0",
      "outside-0:0",
      "s1:0",
      "s1.c2:0",
      "s1.c2:1",
    ]);
    expect(hitsIn(texts, "nowhere")).toEqual([]);
  });
  it("stops where nobody steps on", () => {
    expect(hitsIn([{ place: "s1", text: "aa".repeat(5_000) }], "aa")).toHaveLength(MOST_HITS);
  });
  it("goes around the ends", () => {
    expect([nextHit(null, 1, 3), nextHit(2, 1, 3), nextHit(0, -1, 3), nextHit(null, -1, 3)]).toEqual([
      0, 0, 2, 2,
    ]);
    expect(nextHit(0, 1, 0)).toBeNull();
  });
});
