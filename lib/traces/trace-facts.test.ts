import fc from "fast-check";
import { expect, test } from "vitest";
import { unpackSolvability } from "./solvability-bytes";
import { LARGE_DROP, type StepEvidence, traceFactsOf } from "./trace-facts";

/** k of four continuations; "lost": none came back; null: never asked. */
function step(k: number | "lost" | null, empirical: number | null = null): StepEvidence {
  if (k === null) return { requested: 0, returned: 0, successes: 0, empirical };
  return { requested: 4, returned: k === "lost" ? 0 : 4, successes: k === "lost" ? 0 : k, empirical };
}
const facts = (...ks: (number | "lost" | null)[]) => traceFactsOf(ks.map((k) => step(k)));

test("a trace without steps, or without anything scored, knows nothing: null and not 0", () => {
  const nothing = { scoreSource: null, meanC: null, largestDrop: null, largestDropStep: null };
  const unknown = { ...nothing, firstDropStep: null, fate: null, lostStep: null };
  expect(facts()).toEqual({ ...unknown, solvability: new Uint8Array() });
  expect(facts("lost", null)).toEqual({ ...unknown, solvability: Uint8Array.of(254, 255) });
});

test("one scored step has a mean and a fate, but no fall", () => {
  expect(facts(2)).toMatchObject({ meanC: 0.5, largestDrop: null, largestDropStep: null, fate: "kept" });
});

test("a trace that never falls has a largest fall of 0, at no step", () => {
  expect(facts(1, 2, 2, 4)).toMatchObject({ largestDrop: 0, largestDropStep: null, firstDropStep: null });
});

test("the largest fall and the first large one are told by trace step", () => {
  expect(facts(4, 2, 4, 1)).toMatchObject({ largestDrop: 0.75, largestDropStep: 4, firstDropStep: 2 });
  expect(facts(4, 2, 0)).toMatchObject({ largestDrop: 0.5, largestDropStep: 2, firstDropStep: 2 });
});

test("a fall across a step whose continuations were lost is told where it is first seen", () => {
  expect(facts(4, "lost", 1)).toMatchObject({ largestDrop: 0.75, largestDropStep: 3, firstDropStep: 3 });
});

test("7/10 - 2/10 is a large drop, although floats say a little less", () => {
  const ofTen = (successes: number) => ({ requested: 10, returned: 10, successes, empirical: null });
  expect(7 / 10 - 2 / 10).toBeLessThan(LARGE_DROP);
  expect(traceFactsOf([ofTen(7), ofTen(2)]).firstDropStep).toBe(2);
  expect(traceFactsOf([ofTen(7), ofTen(3)]).firstDropStep).toBeNull();
});

test.each([
  [[1, 2, 4], "kept", null],
  [[0, 0, null], "never", null],
  [[2, 0, "lost", 0], "lost", 2],
  [[2, 0, 1, 0, 0], "lost", 4],
  [[2, 0, 1], "recovered", null],
  [[0, 2], "recovered", null],
  [[0, 2, 0], "recovered", null],
] as const)("%j: %s, lost from step %s", (ks, fate, lostStep) => {
  expect(facts(...ks)).toMatchObject({ fate, lostStep });
});

test("an empirical c_i speaks only where no continuation does", () => {
  const both = traceFactsOf([step(1, 0.9), step(null, 0.1)]);
  expect(both.scoreSource).toBe("continuations");
  expect(unpackSolvability(both.solvability)).toEqual([0.25, "not-scored"]);
  const alone = traceFactsOf([step(null, 0.9), step("lost", 0), step("lost")]);
  expect(alone.scoreSource).toBe("empirical");
  expect(unpackSolvability(alone.solvability)).toEqual([0.9, 0, "missing"]);
});

const anySteps = fc.array(fc.oneof(fc.constantFrom("lost" as const, null), fc.integer({ min: 0, max: 4 })), {
  maxLength: 12,
});

test("whatever the steps are, the facts agree with each other", () => {
  fc.assert(
    fc.property(anySteps, (ks) => {
      const found = facts(...ks);
      const scored = ks.filter((k): k is number => typeof k === "number");
      expect(found.solvability).toHaveLength(ks.length);
      expect(found.meanC === null).toBe(scored.length === 0);
      expect(found.fate === null).toBe(scored.length === 0);
      expect(found.largestDrop === null).toBe(scored.length < 2);
      expect(found.firstDropStep !== null).toBe((found.largestDrop ?? 0) >= LARGE_DROP);
      expect(found.lostStep !== null).toBe(found.fate === "lost");
      expect(found.largestDropStep !== null).toBe((found.largestDrop ?? 0) > 0);
      if (found.largestDropStep !== null) expect(ks[found.largestDropStep - 1]).toBeTypeOf("number");
      if (found.firstDropStep !== null && found.largestDropStep !== null)
        expect(found.firstDropStep).toBeLessThanOrEqual(found.largestDropStep);
    }),
  );
});
