import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StepLabel } from "@/lib/contracts";
import { compareJudgements, type Judged } from "./compare-judgements";
import { STEP_LABELS } from "./judgement";

const judged = (labels: (StepLabel | null)[], firstError: number | null = null): Judged => ({
  labels: new Map(labels.flatMap((l, i) => (l === null ? [] : [[i + 1, l] as const]))),
  firstError,
});

describe("compareJudgements", () => {
  it("tells a different label from one that only one rater gave", () => {
    const found = compareJudgements(
      [judged(["good", "bad", "good", null]), judged(["good", "good", null, null])],
      4,
    );
    expect(found.differ).toEqual([2]);
    expect([...found.agreed]).toEqual([[1, "good"]]);
  });
  it("compares first errors that are stated with those that follow from labels", () => {
    const stated = judged([], 2);
    const derived = judged(["good", "bad"]);
    expect(compareJudgements([stated, derived], 2)).toMatchObject({
      firstErrorDiffers: false,
      agreedFirstError: 2,
    });
    expect(compareJudgements([stated, judged(["good", "good"])], 2).firstErrorDiffers).toBe(true);
  });
  it("holds a first error against labels of who names none", () => {
    const stated = judged([], 2);
    for (const against of [judged(["good", "good", null]), judged(["bad", null, null], null)])
      expect(compareJudgements([stated, stated, against], 3)).toMatchObject({
        firstErrorDiffers: true,
        agreedFirstError: null,
      });
    const silent = judged(["good", null, null]);
    expect(compareJudgements([stated, stated, silent], 3)).toMatchObject({
      firstErrorDiffers: false,
      agreedFirstError: 2,
    });
    expect(compareJudgements([judged([], 0), judged([null, "bad", null])], 3).firstErrorDiffers).toBe(true);
  });
  it("takes 0 for a statement, and silence for none", () => {
    expect(compareJudgements([judged([], 0), judged([], 0)], 3).agreedFirstError).toBe(0);
    expect(compareJudgements([judged([], 0), judged([])], 3)).toMatchObject({
      firstErrorDiffers: false,
      agreedFirstError: null,
    });
  });
  it("does not care for the order of raters, and never both agrees and differs", () => {
    const labels = fc.array(fc.option(fc.constantFrom(...STEP_LABELS), { nil: null }), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 4 }), (lists) => {
        const all = lists.map((list) => judged(list));
        const found = compareJudgements(all, 4);
        expect(compareJudgements([...all].reverse(), 4)).toEqual(found);
        expect(found.differ.filter((i) => found.agreed.has(i))).toEqual([]);
      }),
    );
  });
});
