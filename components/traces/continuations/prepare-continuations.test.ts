import { describe, expect, it } from "vitest";
import type { ContinuationGroups, ContinuationVerdict } from "@/lib/contracts";
import { prepareContinuations, rightInWords, wayText } from "./prepare-continuations";

const one = (index: number, text: string, verdict: ContinuationVerdict, modelId: string | null = null) => ({
  ...{ index, text, verdict, modelId },
  ...{ answer: null, tokens: 3, finishReason: "stop" as const },
});
type Group = ContinuationGroups["groups"][number];
const groupOf = (...continuations: Group["continuations"]): Group => ({
  ...{ answer: null, verdict: continuations[0]?.verdict ?? "unknown", continuations },
});

describe("prepareContinuations", () => {
  it("puts them in the order sampled and finds what they share", () => {
    const prepared = prepareContinuations({
      groups: [
        groupOf(one(2, "so it is 8", "wrong"), one(0, "so it is 9", "truncated")),
        groupOf(one(1, "so it is 7", "right")),
      ],
    });
    expect(prepared.list.map((c) => c.index)).toEqual([0, 1, 2]);
    expect(prepared.shared).toBe("so it is");
    expect(prepared.partings).toHaveLength(1);
    expect(prepared.partings[0]?.ways.map(({ right, wrong }) => [right, wrong])).toEqual([
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
    expect(prepared.models).toEqual(["not named"]);
  });
  it("dims nothing of a single one, and names every model", () => {
    const prepared = prepareContinuations({ groups: [groupOf(one(0, "a", "right", "m1"))] });
    expect(prepared).toMatchObject({ shared: "", partings: [], models: ["m1"] });
  });
});

describe("how a way is told", () => {
  it("says what is not known apart", () => {
    expect(rightInWords({ right: 2, wrong: 1, unknown: 0 })).toBe("2 of 3 right");
    expect(rightInWords({ right: 2, wrong: 1, unknown: 4 })).toBe("2 of 3 right, 4 not graded");
    expect(rightInWords({ right: 0, wrong: 0, unknown: 2 })).toBe("none graded of 2");
  });
  it("shows the rest of a single continuation, and says where one ends", () => {
    const { list, partings } = prepareContinuations({
      groups: [
        groupOf(one(0, "a b", "right"), one(1, "a", "wrong"), one(2, `a ${"c".repeat(300)}`, "wrong")),
      ],
    });
    const [parting] = partings;
    expect(parting?.ways.map((way) => wayText(way, list, parting.before))).toEqual([
      "b",
      "ends here",
      `${"c".repeat(160)} …`,
    ]);
  });
});
