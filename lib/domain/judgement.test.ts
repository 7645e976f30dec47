import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StepLabel } from "@/lib/contracts";
import {
  contradictions,
  firstErrorOf,
  judgementFaults,
  NO_JUDGEMENT,
  STEP_LABELS,
  sameJudgement,
  saysNothing,
} from "./judgement";

const labels = (...list: (StepLabel | null)[]) =>
  new Map(list.flatMap((label, i) => (label === null ? [] : [[i + 1, label] as const])));

describe("firstErrorOf", () => {
  it("takes what is stated before what the labels say", () => {
    expect(firstErrorOf(3, labels("bad", "bad", "bad"), 3)).toEqual({ firstError: 3, derived: false });
    expect(firstErrorOf(0, labels("bad"), 1)).toEqual({ firstError: 0, derived: false });
  });
  it("follows from labels only where none before is missing", () => {
    expect(firstErrorOf(null, labels("good", "bad", null), 3)).toEqual({ firstError: 2, derived: true });
    expect(firstErrorOf(null, labels("good", "neutral"), 2)).toEqual({ firstError: 0, derived: true });
    expect(firstErrorOf(null, labels(null, "bad"), 2).firstError).toBeNull();
    expect(firstErrorOf(null, labels("good", null), 2).firstError).toBeNull();
    expect(firstErrorOf(null, labels(), 0).firstError).toBeNull();
  });
  it("never names a step that is not bad, and never skips a bad one", () => {
    const list = fc.array(fc.option(fc.constantFrom(...STEP_LABELS), { nil: null }), { maxLength: 8 });
    fc.assert(
      fc.property(list, (said) => {
        const { firstError } = firstErrorOf(null, labels(...said), said.length);
        if (firstError === null) return;
        const before = firstError === 0 ? said : said.slice(0, firstError - 1);
        expect(before.every((label) => label !== null && label !== "bad")).toBe(true);
        if (firstError > 0) expect(said[firstError - 1]).toBe("bad");
      }),
    );
  });
});

describe("judgementFaults", () => {
  it("names the field of a step beyond the last one", () => {
    const edit = { traceStep: 4, after: { ...NO_JUDGEMENT, label: "good" as const } };
    expect(judgementFaults(edit, 3)).toEqual([{ path: "traceStep", message: "the trace has 3 trace steps" }]);
    expect(judgementFaults(edit, 4)).toEqual([]);
  });
  it("keeps what is of the trace apart from what is of a step", () => {
    const after = { label: "bad" as const, firstError: 1, note: "n", tags: ["t"] };
    const paths = (traceStep: number | null) =>
      judgementFaults({ traceStep, after }, 2).map((fault) => fault.path);
    expect(paths(1)).toEqual(["after.firstError"]);
    expect(paths(null)).toEqual(["after.label", "after.tags"]);
  });
  it("refuses a first error beyond the last step; 0 is a statement", () => {
    const of = (firstError: number) =>
      judgementFaults({ traceStep: null, after: { ...NO_JUDGEMENT, firstError } }, 2);
    expect(of(3)).toHaveLength(1);
    expect(of(2)).toEqual([]);
    expect(of(0)).toEqual([]);
  });
});

describe("contradictions", () => {
  it("tells a bad step before the first error, and a first error that is not bad", () => {
    expect(contradictions(2, labels("bad", "good"))).toHaveLength(2);
    expect(contradictions(0, labels("good", "bad"))).toEqual([
      "Trace step 2 is labelled bad, yet no step is said to be wrong.",
    ]);
    expect(contradictions(2, labels("good", "bad", "bad"))).toEqual([]);
    expect(contradictions(null, labels("bad"))).toEqual([]);
  });
});

describe("judgements", () => {
  it("are compared by what they say", () => {
    expect(saysNothing(NO_JUDGEMENT)).toBe(true);
    expect(saysNothing({ ...NO_JUDGEMENT, firstError: 0 })).toBe(false);
    expect(sameJudgement({ ...NO_JUDGEMENT, tags: ["a", "b"] }, { ...NO_JUDGEMENT, tags: ["b", "a"] })).toBe(
      false,
    );
    expect(sameJudgement(NO_JUDGEMENT, { ...NO_JUDGEMENT, tags: [] })).toBe(true);
  });
});
