import { describe, expect, it } from "vitest";
import type { RewardParts } from "@/lib/contracts";
import { byAdvantage, MOST_SIDE_BY_SIDE, partColumns, type Sibling, sideBySideIds } from "./prepare-group";

const PARTS: RewardParts = {
  ...{ reward: 1, format: 1, formatValid: true, lengthValid: true, stepCount: 2, outcome: 1 },
  ...{ outcomeGated: 1, process: null, processGated: null, stepBonus: 0, gate: "off" as const },
};

function sibling(
  sampleIndex: number,
  groupAdvantage: Sibling["groupAdvantage"],
  rewardParts = PARTS,
): Sibling {
  return {
    ...{ id: `trc_0000000${sampleIndex}`, runId: "run_00000000", origin: "train", trainStep: 1 },
    ...{ sampleIndex, groupId: "g", promptId: "prm_00000000", promptPreview: "", family: null },
    ...{ reference: null, answer: null, invalidReason: null, stepCount: 0, responseTokens: 1, reward: 1 },
    ...{ outcome: 1, process: null, gate: null, groupAdvantage, steps: [], rewardParts },
  };
}

describe("the group", () => {
  const group = [sibling(0, -1), sibling(1, null), sibling(2, 1), sibling(3, "NaN"), sibling(4, 1)];
  it("stands by advantage, unknown ones last, ties by sample", () => {
    expect(byAdvantage(group).map((s) => s.sampleIndex)).toEqual([2, 4, 0, 1, 3]);
  });
  it("has a column for every part that some response has", () => {
    expect(partColumns(group).map((c) => c.key)).toEqual(["format", "outcomeGated", "stepBonus"]);
    const mixed = [...group, sibling(5, 0, { ...PARTS, processGated: 0 })];
    expect(partColumns(mixed).map((c) => c.key)).toContain("processGated");
    expect(partColumns([{ ...sibling(0, 1), rewardParts: null }])).toEqual([]);
  });
  it("opens the picked ones side by side in the order of the table, or all, but never too many", () => {
    const ids = (picked: string[]) => sideBySideIds(byAdvantage(group), new Set(picked));
    expect(ids(["trc_00000000", "trc_00000004"])).toEqual(["trc_00000004", "trc_00000000"]);
    expect(ids([])).toHaveLength(5);
    const many = Array.from({ length: 20 }, (_, i) => sibling(i, i));
    expect(sideBySideIds(many, new Set())).toHaveLength(MOST_SIDE_BY_SIDE);
  });
});
