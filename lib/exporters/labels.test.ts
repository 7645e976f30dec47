import { describe, expect, it } from "vitest";
import type { StepLabel } from "@/lib/contracts";
import { labelsOf } from "./labels";
import { byPerson, exportedTrace, firstErrorBy } from "./testing/trace";

const PEOPLE = { labels: "people", threshold: 0 } as const;

/** Each rater's labels, step by step. */
function ratedBy(raters: Record<string, (StepLabel | null)[]>, firstErrors: Record<string, number> = {}) {
  const steps = Object.values(raters)[0] ?? [];
  return exportedTrace({
    steps: steps.map((_, at) => ({
      body: `step ${at}`,
      scores: Object.entries(raters).flatMap(([name, labels]) => {
        const label = labels[at] ?? null;
        return label === null ? [] : [byPerson(label, name)];
      }),
    })),
    scores: Object.entries(firstErrors).map(([name, at]) => firstErrorBy(at, name)),
  });
}

describe("labels by people", () => {
  it("of one rater are his; the first error is the first bad step", () => {
    const said = labelsOf(ratedBy({ Ada: ["good", "neutral", "bad", "good"] }), PEOPLE, null);
    expect(said).toEqual({ labels: ["good", "neutral", "bad", "good"], firstError: 3, disagreed: false });
  });

  it("leave the first error open where a step before it has no label", () => {
    expect(labelsOf(ratedBy({ Ada: [null, "bad"] }), PEOPLE, null).firstError).toBeNull();
    expect(labelsOf(ratedBy({ Ada: ["good", null] }), PEOPLE, null).firstError).toBeNull();
    expect(labelsOf(ratedBy({ Ada: ["good", "good"] }), PEOPLE, null).firstError).toBe(0);
  });

  it("follow from a first error: good before it, bad at it, nothing behind it", () => {
    const none = [null, null, null];
    expect(labelsOf(ratedBy({ Ada: none }, { Ada: 2 }), PEOPLE, null).labels).toEqual(["good", "bad", null]);
    expect(labelsOf(ratedBy({ Ada: none }, { Ada: 0 }), PEOPLE, null).labels).toEqual([
      "good",
      "good",
      "good",
    ]);
  });

  it("of raters who differ are none, until most of them agree or somebody decides", () => {
    const raters = { Ada: ["good", "bad"], Bo: ["good", "good"], Cy: ["bad", "bad"] } satisfies Record<
      string,
      StepLabel[]
    >;
    expect(labelsOf(ratedBy(raters), PEOPLE, null)).toEqual({
      labels: [null, null],
      firstError: null,
      disagreed: true,
    });
    const majority = labelsOf(ratedBy(raters), { ...PEOPLE, labels: "majority" }, null);
    expect(majority).toMatchObject({ labels: ["good", "bad"], firstError: 2 });
    const decided = ratedBy({ ...raters, Adjudicated: ["good", "good"] });
    expect(labelsOf(decided, PEOPLE, null)).toEqual({
      labels: ["good", "good"],
      firstError: 0,
      disagreed: false,
    });
  });

  it("of a tie are none, and step labels do not decide a first error that raters differ on", () => {
    const tied = ratedBy({ Ada: ["good", "good"], Bo: ["good", "good"] }, { Ada: 0, Bo: 2 });
    const said = labelsOf(tied, { ...PEOPLE, labels: "majority" }, null);
    expect(said).toMatchObject({ firstError: null, disagreed: true });
  });

  it("never turn what one rater calls good into bad because another names the first error there", () => {
    const differ = ratedBy({ Ada: [null, null, null], Bo: ["good", "good", null] }, { Ada: 2 });
    const open = { labels: ["good", null, null], firstError: null, disagreed: true };
    expect(labelsOf(differ, PEOPLE, null)).toEqual(open);
    expect(labelsOf(differ, { ...PEOPLE, labels: "majority" }, null)).toEqual(open);
    const earlier = ratedBy({ Ada: [null, null, null], Bo: ["bad", null, null] }, { Ada: 0, Bo: 1 });
    expect(labelsOf(earlier, PEOPLE, null).firstError).toBeNull();
    const three = ratedBy({ Ada: [null, null], Bo: [null, "good"], Cy: [null, null] }, { Ada: 2, Cy: 2 });
    expect(labelsOf(three, { ...PEOPLE, labels: "majority" }, null)).toMatchObject({ firstError: 2 });
  });

  it("of a step that raters differ on stay open, where they agree on the first error behind it", () => {
    const differ = ratedBy({ Ada: ["neutral", null], Bo: [null, null] }, { Ada: 2, Bo: 2 });
    expect(labelsOf(differ, PEOPLE, null)).toEqual({ labels: [null, "bad"], firstError: 2, disagreed: true });
  });

  it("that were adjudicated stand alone where only they are asked for", () => {
    const trace = ratedBy({ Ada: ["good", "bad"], Adjudicated: [null, "good"] });
    expect(labelsOf(trace, { ...PEOPLE, labels: "adjudicated" }, null).labels).toEqual([null, "good"]);
    expect(labelsOf(trace, PEOPLE, null)).toMatchObject({ labels: ["good", "good"], firstError: 0 });
  });
});

describe("labels by numbers", () => {
  const steps = [4, 2, 0].map((successes, at) => ({ body: `step ${at}`, successes }));

  it("by c_i are good above the threshold; a step without one has none", () => {
    const trace = exportedTrace({ steps: [...steps, { body: "never asked" }] });
    const c = { labels: "c", threshold: 0 } as const;
    expect(labelsOf(trace, c, null)).toMatchObject({ labels: ["good", "good", "bad", null], firstError: 3 });
    expect(labelsOf(trace, { ...c, threshold: 0.5 }, null).labels).toEqual(["good", "bad", "bad", null]);
  });

  it("where continuations are missing there is no label, not a bad one", () => {
    const counts = { requested: 4, returned: 0, successes: 0, truncated: 0 };
    const trace = exportedTrace({ steps: [{ body: "lost", counts }] });
    expect(labelsOf(trace, { labels: "c", threshold: 0 }, null).labels).toEqual([null]);
  });

  it("of one scorer are its labels, else its values by the threshold", () => {
    const scorer = { kind: "prm" as const, name: "prm", version: "2" };
    const valued = (value: number) => ({ ...byPerson("good"), label: null, scorer, value });
    const trace = exportedTrace({
      steps: [
        { body: "a", scores: [byPerson("bad"), valued(0.9)] },
        { body: "b", scores: [valued(0.5)] },
      ],
    });
    const asked = { labels: "scr_00000001", threshold: 0.5 } as const;
    expect(labelsOf(trace, asked, scorer).labels).toEqual(["good", "bad"]);
    expect(labelsOf(trace, asked, { ...scorer, version: "1" }).labels).toEqual([null, null]);
  });
});
