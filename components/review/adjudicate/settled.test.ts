import { describe, expect, it } from "vitest";
import type { AdjudicationItem, AdjudicationView } from "@/lib/contracts";
import { NO_JUDGEMENT } from "@/lib/domain/judgement";
import { withJudgement } from "../judging";
import { differenceInWords, isSettled, nextUnsettled, undecidedSteps } from "./settled";

const adjudicator = { id: "scr_00000000", name: "Adjudicated" };
const run = {
  id: "run_00000000",
  name: "r",
  ablationId: "abl_00000000",
  origin: "train" as const,
  trainStep: 1,
};
const view: AdjudicationView = {
  ...{ traceId: "trc_00000000", prompt: { messages: [], media: [] }, response: "ab", adjudicator },
  traceSteps: [1, 2].map((index) => ({
    index,
    text: { start: index - 1, end: index },
    said: [],
    differs: index === 2,
  })),
  ...{ firstErrors: [], firstErrorDiffers: true, steps: [], trace: null },
  evidence: { solvability: [], outcome: null, answer: null, reference: null, scorers: [], run },
};
const labelled = withJudgement(view, 2, { ...NO_JUDGEMENT, label: "bad" });
const item = (traceId: string, settled: boolean): AdjudicationItem => ({
  ...{
    traceId,
    position: 0,
    stepCount: 2,
    promptPreview: "",
    differ: [2],
    firstErrorDiffers: false,
    settled,
  },
});

describe("adjudication", () => {
  it("is settled once every difference is decided", () => {
    expect(undecidedSteps(view)).toEqual([2]);
    expect(isSettled(labelled)).toBe(false);
    expect(undecidedSteps(labelled)).toEqual([]);
    expect(isSettled(withJudgement(labelled, null, { ...NO_JUDGEMENT, firstError: 2 }))).toBe(true);
    expect(isSettled({ ...labelled, firstErrorDiffers: false })).toBe(true);
  });
  it("takes a first error that follows from the decided labels", () => {
    expect(isSettled(withJudgement(labelled, 1, { ...NO_JUDGEMENT, label: "good" }))).toBe(true);
  });
  it("goes on with what is open, round the end", () => {
    const items = [item("a", false), item("b", true), item("c", false)];
    expect([nextUnsettled(items, "a"), nextUnsettled(items, "c")]).toEqual(["c", "a"]);
    expect(nextUnsettled([item("a", true), item("b", true)], "a")).toBeNull();
  });
  it("says what raters differ on", () => {
    expect(differenceInWords(item("a", false))).toBe("label of step 2");
    expect(differenceInWords({ ...item("a", false), differ: [1, 3], firstErrorDiffers: true })).toBe(
      "labels of steps 1, 3; first error",
    );
  });
});
