import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_JUDGEMENT, STEP_LABELS } from "@/lib/domain/judgement";
import { type Act, changesOf, judgingOf, progressOf, saidAt, withJudgement } from "./judging";

const EMPTY = { steps: [], trace: null };
type View = Parameters<typeof judgingOf>[0];

const after = (view: View, act: Act, stepCount = 4): View =>
  changesOf(judgingOf(view), act, stepCount).reduce<View>(
    (was, change) => withJudgement(was, change.traceStep, change.after),
    view,
  );
const all = (...acts: Act[]) => acts.reduce<View>((view, act) => after(view, act), EMPTY);
const labelsOf = (view: View) => [1, 2, 3, 4].map((i) => saidAt(judgingOf(view), i).label);
const firstErrorOf = (view: View) => judgingOf(view).trace.firstError;

describe("judging", () => {
  it("the first error is bad and says nothing of the other steps", () => {
    const view = all({ kind: "first-error", traceStep: 3 });
    expect(labelsOf(view)).toEqual([null, null, "bad", null]);
    expect(firstErrorOf(view)).toBe(3);
  });
  it("the steps before it become good in one act, but for those that are labelled", () => {
    const view = all(
      { kind: "label", traceStep: 2, label: "neutral" },
      { kind: "first-error", traceStep: 3 },
      { kind: "rest-good" },
    );
    expect(labelsOf(view)).toEqual(["good", "neutral", "bad", null]);
  });
  it("all become good where nothing is wrong, and none where nothing is said of errors", () => {
    expect(labelsOf(all({ kind: "nothing-wrong" }, { kind: "rest-good" }))).toEqual(Array(4).fill("good"));
    expect(labelsOf(all({ kind: "rest-good" }))).toEqual(Array(4).fill(null));
  });
  it("clearing takes the label, and the first error if it stands there; notes stay", () => {
    const noted = all(
      { kind: "note", traceStep: 3, note: "why" },
      { kind: "first-error", traceStep: 3 },
      { kind: "clear", traceStep: 3 },
    );
    expect(firstErrorOf(noted)).toBeNull();
    expect(saidAt(judgingOf(noted), 3)).toEqual({ ...NO_JUDGEMENT, note: "why" });
    const other = all({ kind: "first-error", traceStep: 3 }, { kind: "clear", traceStep: 1 });
    expect(firstErrorOf(other)).toBe(3);
  });
  it("changes nothing where all of it stands already", () => {
    const view = all({ kind: "first-error", traceStep: 2 });
    expect(changesOf(judgingOf(view), { kind: "first-error", traceStep: 2 }, 4)).toEqual([]);
    expect(changesOf(judgingOf(EMPTY), { kind: "clear", traceStep: 1 }, 4)).toEqual([]);
  });
  it("says whether anything is said", () => {
    expect(progressOf(judgingOf(EMPTY))).toEqual({ labelled: 0, anything: false });
    expect(progressOf(judgingOf(all({ kind: "nothing-wrong" })))).toEqual({ labelled: 0, anything: true });
    expect(progressOf(judgingOf(all({ kind: "tags", traceStep: 1, tags: ["t"] }))).anything).toBe(true);
  });
  it("is undone by its changes turned round, whatever was done", () => {
    const step = fc.integer({ min: 1, max: 4 });
    const act: fc.Arbitrary<Act> = fc.oneof(
      fc.record({
        kind: fc.constant("label" as const),
        traceStep: step,
        label: fc.constantFrom(...STEP_LABELS),
      }),
      fc.record({ kind: fc.constant("first-error" as const), traceStep: step }),
      fc.record({ kind: fc.constant("clear" as const), traceStep: step }),
      fc.record({ kind: fc.constantFrom("nothing-wrong" as const, "rest-good" as const) }),
      fc.record({ kind: fc.constant("note" as const), traceStep: fc.option(step), note: fc.string() }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 6 }), act, (before, last) => {
        const was = all(...before);
        const changes = changesOf(judgingOf(was), last, 4);
        const done = after(was, last);
        const undone = [...changes]
          .reverse()
          .reduce<View>((view, change) => withJudgement(view, change.traceStep, change.before), done);
        for (const place of [null, 1, 2, 3, 4])
          expect(saidAt(judgingOf(undone), place)).toEqual(saidAt(judgingOf(was), place));
      }),
    );
  });
});
