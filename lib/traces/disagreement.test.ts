import fc from "fast-check";
import { expect, test } from "vitest";
import { ADJUDICATED } from "@/lib/contracts";
import { disagreementOf, humanProcessOf, type Opinion, ratersOf } from "./disagreement";

const opinion = (changes: Partial<Opinion>): Opinion => ({
  ...{ kind: "prm", name: "A", firstError: null, steps: [] },
  ...changes,
});
const values = (...all: number[]) => all.map((value, at) => ({ traceStep: at + 1, value, label: null }));
const labels = (...all: ("good" | "neutral" | "bad" | null)[]) =>
  all.map((label, at) => ({ traceStep: at + 1, value: null, label }));

test("one voice, or two on different steps, do not disagree: nothing is known", () => {
  expect(disagreementOf([], 3)).toBeNull();
  expect(disagreementOf([opinion({ steps: values(0, 1) })], 2)).toBeNull();
  const apart = [opinion({ steps: values(0.5) }), opinion({ steps: labels(null, "bad") })];
  expect(disagreementOf(apart, 2)).toBeNull();
});

test("labels, scores and a first error are on one scale", () => {
  const sampled = opinion({ kind: "continuations", steps: values(1, 0.5, 0) });
  const person = opinion({ kind: "human", steps: labels("good", "neutral", "bad") });
  const judge = opinion({ kind: "judge", firstError: 3 });
  expect(disagreementOf([sampled, person], 3)).toBe(0);
  // Step 2: 0.5 against 1; steps 1 and 3 agree.
  expect(disagreementOf([sampled, judge], 3)).toBeCloseTo(0.5 / 3, 12);
});

test("a first error says nothing of the steps after it, and no error says good of all", () => {
  const sampled = opinion({ steps: values(0, 0, 0) });
  expect(disagreementOf([sampled, opinion({ firstError: 1 })], 3)).toBe(0);
  expect(disagreementOf([sampled, opinion({ firstError: 0 })], 3)).toBe(1);
});

test("three voices: the mean over all pairs", () => {
  const all = [0, 0.5, 1].map((c) => opinion({ steps: values(c) }));
  expect(disagreementOf(all, 1)).toBeCloseTo((0.5 + 1 + 0.5) / 3, 12);
});

test("a score outside 0 and 1 has no common scale: it stays silent", () => {
  expect(disagreementOf([opinion({ steps: values(-3) }), opinion({ steps: values(1) })], 1)).toBeNull();
});

test("an adjudication stands for all people on the steps that it settles", () => {
  const people = [
    opinion({ kind: "human", name: "a", steps: labels("good", "good") }),
    opinion({ kind: "human", name: "b", steps: labels("bad", "bad") }),
  ];
  const settled = opinion({ kind: "human", name: ADJUDICATED, steps: labels("bad") });
  const sampled = opinion({ kind: "continuations", steps: values(0, 0) });
  expect(disagreementOf(people, 2)).toBe(1);
  expect(disagreementOf([...people, settled], 2)).toBe(1);
  expect(disagreementOf([...people, settled], 1)).toBeNull();
  expect(disagreementOf([...people, settled, sampled], 1)).toBe(0);
  expect(ratersOf([...people, settled, sampled])).toBe(2);
});

test("a label taken back is no opinion", () => {
  expect(ratersOf([opinion({ kind: "human", steps: labels(null) })])).toBe(0);
});

test("what people say of the process: the adjudication, else what all agree on", () => {
  const sound = opinion({ kind: "human", name: "a", firstError: 0 });
  const broken = opinion({ kind: "human", name: "b", steps: labels("good", "bad") });
  const settled = opinion({ kind: "human", name: ADJUDICATED, firstError: 2 });
  expect(humanProcessOf([sound], 2)).toBe("sound");
  expect(humanProcessOf([broken], 2)).toBe("broken");
  expect(humanProcessOf([sound, broken], 2)).toBeNull();
  expect(humanProcessOf([sound, broken, settled], 2)).toBe("broken");
  expect(humanProcessOf([opinion({ kind: "human", steps: labels("good", "neutral") })], 2)).toBe("sound");
  expect(humanProcessOf([opinion({ kind: "human", steps: labels("good") })], 2)).toBeNull();
  expect(humanProcessOf([opinion({ kind: "judge", firstError: 1 })], 2)).toBeNull();
});

const anyOpinion = fc
  .record({
    kind: fc.constantFrom("prm" as const, "human" as const, "judge" as const),
    firstError: fc.option(fc.integer({ min: 0, max: 4 })),
    scores: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
  })
  .map(({ scores, ...rest }) => opinion({ ...rest, steps: values(...scores) }));

test("disagreement lies in [0, 1], does not depend on the order of scorers, and vanishes among copies", () => {
  fc.assert(
    fc.property(fc.array(anyOpinion, { maxLength: 5 }), (all) => {
      const found = disagreementOf(all, 4);
      const backwards = disagreementOf([...all].reverse(), 4);
      if (found === null) expect(backwards).toBeNull();
      else {
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1);
        expect(backwards).toBeCloseTo(found, 9);
      }
      for (const one of all) expect(disagreementOf([one, one], 4) ?? 0).toBe(0);
    }),
  );
});
