import { describe, expect, it } from "vitest";
import type { Scorer } from "@/lib/contracts";
import { gatherScorers } from "./scorers-of";

const prm: Scorer = { id: "scr_11111111", kind: "prm", name: "P", version: "1" };
const rater: Scorer = { id: "scr_22222222", kind: "human", name: "Ada", version: "" };
const step = (scorer: Scorer, traceStep: number, value: number | null) => ({
  scorer,
  score: {
    ...{ traceId: "trc_00000000", traceStep, value, label: null, successes: null, n: null, note: "" },
    tags: [],
  },
});

describe("gatherScorers", () => {
  it("puts all that one scorer says together, people first", () => {
    const views = gatherScorers(
      [step(prm, 1, 0.5), step(prm, 2, 0), step(rater, 2, null)],
      [{ scorer: rater, score: { firstError: 2, value: null, note: "sign" } }],
    );
    expect(views.map((v) => [v.name, v.steps.map((s) => [s.traceStep, s.value]), v.trace])).toEqual([
      ["Ada", [[2, null]], { firstError: 2, value: null, note: "sign" }],
      [
        "P",
        [
          [1, 0.5],
          [2, 0],
        ],
        null,
      ],
    ]);
  });
  it("holds a scorer that speaks of the whole trace only", () => {
    const views = gatherScorers([], [{ scorer: prm, score: { firstError: null, value: 0.25, note: "" } }]);
    expect(views).toEqual([{ ...prm, steps: [], trace: { firstError: null, value: 0.25, note: "" } }]);
  });
  it("is empty where nobody speaks", () => expect(gatherScorers([], [])).toEqual([]));
});
