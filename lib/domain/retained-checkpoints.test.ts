import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptAtEnd, letGo, type RetainableCheckpoint } from "./retained-checkpoints";

/** What a training of so many train steps writes. */
function written(trainSteps: number, every: number): RetainableCheckpoint[] {
  const all: RetainableCheckpoint[] = [];
  for (let at = every; at < trainSteps; at += every) all.push({ trainStep: at, final: false, pinned: false });
  return [...all, { trainStep: trainSteps, final: true, pinned: false }];
}
const steps = (checkpoints: RetainableCheckpoint[]) => checkpoints.map(({ trainStep }) => trainStep);
const rules = fc.record({
  keepLast: fc.option(fc.integer({ min: 1, max: 12 }), { nil: null }),
  keepEvery: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
});

describe("which checkpoints a rule lets go", () => {
  const all = written(100, 10);
  it("are the older ones but for milestones, finals and pinned ones", () => {
    expect(steps(letGo(all, { keepLast: 3, keepEvery: null }))).toEqual([70, 60, 50, 40, 30, 20, 10]);
    expect(steps(letGo(all, { keepLast: 3, keepEvery: 20 }))).toEqual([70, 50, 30, 10]);
    const pinned = all.map((each) => ({ ...each, pinned: each.trainStep === 30 }));
    expect(steps(letGo(pinned, { keepLast: 1, keepEvery: 50 }))).toEqual([90, 80, 70, 60, 40, 20, 10]);
    expect(letGo(all, { keepLast: null, keepEvery: 20 })).toEqual([]);
  });

  it("never the newest nor a final one, and none again of those that stayed", () => {
    const any = fc.array(
      fc.record({ trainStep: fc.integer({ min: 0, max: 300 }), final: fc.boolean(), pinned: fc.boolean() }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(any, rules, (checkpoints, rule) => {
        const gone = letGo(checkpoints, rule);
        const newest = Math.max(...steps(checkpoints));
        const stay = checkpoints.filter((each) => !gone.includes(each));
        expect(stay.some(({ trainStep }) => trainStep === newest)).toBe(true);
        expect(gone.some(({ final, pinned }) => final || pinned)).toBe(false);
        expect(letGo(stay, rule)).toEqual([]);
      }),
    );
  });

  it("are as many as a forecast leaves out", () => {
    const [whole, every] = [fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 120 })];
    fc.assert(
      fc.property(whole, every, rules, (trainSteps, each, rule) => {
        const all = written(trainSteps, each);
        expect(keptAtEnd(trainSteps, each, rule)).toBe(all.length - letGo(all, rule).length);
      }),
    );
  });
});
