import { describe, expect, it } from "vitest";
import type { ResponseBlock } from "@/lib/traces/layout";
import { shownCount } from "./shown-blocks";

const blocks: ResponseBlock[] = Array.from({ length: 1_000 }, (_, i) => ({
  ...{ kind: "step", index: i + 1, start: i * 10, end: i * 10 + 9 },
}));
const nothing = { steps: [null], place: null, at: null };

describe("how much of a long trace is drawn", () => {
  it("is its beginning, or all of a short one", () => {
    expect(shownCount(blocks, 200, nothing)).toBe(200);
    expect(shownCount(blocks.slice(0, 7), 200, nothing)).toBe(7);
  });
  it("reaches beyond the step, the hit or the words that a reader goes to", () => {
    expect(shownCount(blocks, 200, { ...nothing, steps: [null, 500] })).toBe(550);
    expect(shownCount(blocks, 200, { ...nothing, place: "s600" })).toBe(650);
    expect(shownCount(blocks, 200, { ...nothing, place: "s600.c2" })).toBe(650);
    expect(shownCount(blocks, 200, { ...nothing, at: 7_003 })).toBe(751);
    expect(shownCount(blocks, 200, { ...nothing, steps: [999] })).toBe(1_000);
    expect(shownCount(blocks, 200, { ...nothing, steps: [3] })).toBe(200);
  });
});
