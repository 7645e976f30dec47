import { describe, expect, it } from "vitest";
import type { ScorerView, StepScore } from "@/lib/contracts";
import { saidOfStep, scorerName, valueInWords, verdictInWords } from "./prepare-scorers";

const score = (traceStep: number, of: Partial<StepScore> = {}): StepScore => ({
  ...{ traceStep, value: null, label: null, successes: null, n: null, note: "", tags: [] },
  ...of,
});
const prm: ScorerView = {
  ...{ id: "scr_11111111", kind: "prm", name: "PRM", version: "2", trace: null },
  steps: [score(1, { value: 0.5 }), score(3, { value: 0 })],
};
const ada: ScorerView = {
  ...{ id: "scr_22222222", kind: "human", name: "Ada", version: "" },
  ...{ steps: [], trace: { firstError: 3, value: null, note: "" } },
};

describe("what is said of a trace step", () => {
  it("is every scorer's own word, and silence is left out", () => {
    expect(saidOfStep([prm, ada], 1).map((s) => [s.scorer.name, s.score.value])).toEqual([["PRM", 0.5]]);
    expect(saidOfStep([prm, ada], 2)).toEqual([]);
    expect(saidOfStep([prm, ada], 3).map((s) => [s.scorer.name, s.isFirstError])).toEqual([
      ["PRM", false],
      ["Ada", true],
    ]);
  });
});

describe("in words", () => {
  it("zero is a value, unknown is none, nothing returned is missing", () => {
    expect(valueInWords(score(1, { value: 0 }))).toBe("0");
    expect(valueInWords(score(1))).toBeNull();
    expect(valueInWords(score(1, { value: 0.34, successes: 34, n: 100 }))).toBe("0.34 (34/100)");
    expect(valueInWords(score(1, { successes: 0, n: 0 }))).toBe("missing (0/0)");
  });
  it("a scorer carries its version, if it has one", () => {
    expect([prm, ada].map(scorerName)).toEqual(["PRM 2", "Ada"]);
  });
  it("of the trace: the first error, that there is none, or that nothing is said", () => {
    expect(verdictInWords(ada)).toBe("first error at s3");
    expect(verdictInWords({ trace: { firstError: 0, value: 0.5, note: "" } })).toBe(
      "no trace step is wrong, value 0.500",
    );
    expect(verdictInWords({ trace: { firstError: null, value: null, note: "n" } })).toBeNull();
    expect(verdictInWords(prm)).toBeNull();
  });
});
