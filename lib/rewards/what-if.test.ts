import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAPER_REWARD, type WhatIfSettings } from "@/lib/contracts/reward-config";
import { anyGroups, anySettings } from "./arbitrary-table";
import { histogramPair } from "./histogram";
import { momentsOf } from "./moments-of";
import { rescore } from "./rescore";
import { buildTable, type ResponseGroup, type ResponseRow } from "./response-table";
import { toWhatIfSettings } from "./schemes";
import { signChanges } from "./sign-changes";
import { storedDifference } from "./stored-difference";
import { whatIf } from "./what-if";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

const mixed = toWhatIfSettings({ ...PAPER_REWARD, lambdaOutcome: 0.5, lambdaProcess: 0.5 });
const row = (successes: number[], over: Partial<ResponseRow> = {}): ResponseRow => ({
  grammarValid: true,
  stepCount: successes.length,
  responseTokens: 300,
  outcome: true,
  steps: successes.map((k) => ({ requested: 4, returned: 4, successes: k })),
  reward: null,
  advantage: null,
  ...over,
});
const group = (...responses: ResponseRow[]): ResponseGroup => ({
  batch: 0,
  size: responses.length,
  responses,
});

/** Two groups: one where outcome and process disagree about the order, one without signal. */
const disagreeing = buildTable([
  group(row([2, 2], { outcome: true }), row([4, 4], { outcome: false })),
  group(row([3, 3]), row([3, 3])),
]);
const compare = (before: Partial<WhatIfSettings>, after: Partial<WhatIfSettings>, table = disagreeing) =>
  whatIf(table, rescore(table, { ...mixed, ...before }), rescore(table, { ...mixed, ...after }));

describe("whatIf", () => {
  it("finds no change where nothing is changed", () => {
    fc.assert(
      fc.property(anyGroups, anySettings, (groups, settings) => {
        const table = buildTable(groups);
        const scored = rescore(table, settings);
        const told = whatIf(table, scored, scored);
        expect(told.signs).toMatchObject({ flipped: 0, lost: 0, gained: 0, onlyBefore: 0, onlyAfter: 0 });
        expect(told.signs.same).toBe(told.signs.n);
        expect([1, null]).toContain(told.ranks.agreement);
        expect(told.examples).toEqual([]);
        expect(told.rewards.before).toEqual(told.rewards.after);
      }),
    );
  });

  it("accounts for every response and group on both sides", () => {
    fc.assert(
      fc.property(anyGroups, anySettings, anySettings, (groups, a, b) => {
        const table = buildTable(groups);
        const told = whatIf(table, rescore(table, a), rescore(table, b));
        for (const side of ["before", "after"] as const) {
          const { all, outcome, gate, process } = told.unknown[side];
          expect(outcome + gate + process).toBe(all);
          expect(told.rewards[side].n + all).toBe(told.responses);
          const { groups: n, withSignal, allEqual, fewerThanTwo } = told.signal[side];
          expect([n, withSignal + allEqual + fewerThanTwo]).toEqual([
            told.groups - told.incompleteGroups,
            told.groups - told.incompleteGroups,
          ]);
          const { histogram } = told.advantages;
          expect(histogram[side].reduce((sum, count) => sum + count, 0)).toBe(told.advantages[side].n);
        }
        const { n, same, flipped, lost, gained, onlyBefore, onlyAfter } = told.signs;
        expect(same + flipped + lost + gained).toBe(n);
        expect(n + onlyBefore).toBe(told.advantages.before.n);
        expect(n + onlyAfter).toBe(told.advantages.after.n);
        const { pairs, concordant, discordant, tiedBoth, tiedBefore, tiedAfter } = told.ranks;
        expect(concordant + discordant + tiedBoth + tiedBefore + tiedAfter).toBe(pairs);
      }),
    );
  });

  it("tells flips, signal and order where outcome and process disagree", () => {
    const told = compare({ scheme: "outcome" }, { scheme: "process" });
    expect(told.signs).toMatchObject({ n: 4, flipped: 2, same: 2 });
    expect(told.signal.after).toEqual({ groups: 2, withSignal: 1, allEqual: 1, fewerThanTwo: 0 });
    expect(told.ranks).toMatchObject({
      pairs: 2,
      concordant: 0,
      discordant: 1,
      tiedBoth: 1,
      agreement: 0.5,
      tau: -1,
    });
  });

  it("names the terms behind the largest changes, largest first", () => {
    const [first, second] = compare({ scheme: "outcome" }, { scheme: "process" }).examples;
    expect([first?.row, second?.row].sort()).toEqual([0, 1]);
    const wrong = [first, second].find((each) => each?.row === 1);
    expect(wrong?.reward).toEqual({ before: 1, after: 2 });
    expect(wrong?.terms).toEqual([{ term: "process", before: 0, after: 1 }]);
    const right = [first, second].find((each) => each?.row === 0);
    expect(right?.terms.map(({ term }) => term)).toEqual(["outcome", "process"]);
  });

  it("says why a reward is unknown, and that a lost sign is not a flip", () => {
    const torn = row([0, 0], {
      steps: [4, 4].map((requested) => ({ requested, returned: 2, successes: 1 })),
    });
    const unjudged = row([4, 4], { outcome: null });
    const bare = row([], { stepCount: 3 });
    const table = buildTable([group(torn, unjudged, bare, row([4, 4]), row([2, 2]))]);
    const told = compare({}, { scheme: "process" }, table);
    expect(told.unknown.before).toEqual({ all: 3, outcome: 1, gate: 1, process: 1 });
    expect(told.unknown.after).toEqual({ all: 2, outcome: 0, gate: 1, process: 1 });
    expect(told.signs).toMatchObject({ n: 2, onlyAfter: 1, onlyBefore: 0 });
  });

  it("holds a table without responses", () => {
    const empty = buildTable([]);
    const told = compare({}, {}, empty);
    expect(told).toMatchObject({ responses: 0, groups: 0, examples: [] });
    expect(told.rewards).toMatchObject({ before: { mean: null, sd: null, n: 0 }, histogram: { edges: [] } });
    expect(told.ranks.agreement).toBeNull();
  });
});

describe("histogramPair", () => {
  const column = (...values: number[]) => Float64Array.from(values);

  it("holds every value and leaves out the unknown", () => {
    const { edges, before, after } = histogramPair(column(0, 1, Number.NaN), column(4), {
      bins: 4,
      around: null,
    });
    expect(edges).toEqual([0, 1, 2, 3, 4]);
    expect(before).toEqual([1, 1, 0, 0]);
    expect(after).toEqual([0, 0, 0, 1]);
  });

  it("has one bin around 0, whatever the sides", () => {
    const { edges, before } = histogramPair(column(-1, 1e-12, -1e-12, 3), column(), { bins: 3, around: 0 });
    expect(edges.map((edge) => Number(edge.toFixed(9)))).toEqual([-3, -1, 1, 3]);
    expect(before).toEqual([0, 3, 1]);
  });

  it("gives one value a width", () => {
    const { edges, before } = histogramPair(column(2, 2), column(2), { bins: 1, around: null });
    expect([before, (edges[0] ?? 2) < 2, (edges[1] ?? 2) > 2]).toEqual([[2], true, true]);
  });
});

describe("momentsOf", () => {
  it("counts, and leaves out what is not known", () => {
    expect(momentsOf(Float64Array.of(1, Number.NaN, 3))).toEqual({ mean: 2, sd: Math.SQRT2, n: 2 });
    expect(momentsOf(Float64Array.of(5))).toEqual({ mean: 5, sd: null, n: 1 });
  });
});

describe("signChanges", () => {
  it("takes rounding errors for 0", () => {
    const told = signChanges(Float64Array.of(1e-12, 1, -1, 0, 1), Float64Array.of(-1e-12, -1, 0, 2, 3));
    expect(told).toEqual({ n: 5, same: 2, flipped: 1, lost: 1, gained: 1, onlyBefore: 0, onlyAfter: 0 });
  });
});

describe("storedDifference", () => {
  const scoredTable = (spoil: (rows: ResponseRow[]) => void) => {
    const rows = [row([4, 4]), row([2, 3]), row([0, 0], { outcome: false })];
    const again = rescore(buildTable([group(...rows)]), mixed);
    rows.forEach((each, i) => {
      each.reward = again.rewards[i] ?? null;
      // What TRL writes went through single precision.
      each.advantage = Math.fround(again.advantages[i] ?? 0);
    });
    spoil(rows);
    return { table: buildTable([group(...rows)]), again };
  };

  it("is nothing for what was stored in single precision", () => {
    const { table, again } = scoredTable(() => undefined);
    expect(storedDifference(table, again)).toEqual({
      rewards: 3,
      rewardsDiffer: 0,
      advantages: 3,
      advantagesDiffer: 0,
      rows: [],
    });
  });

  it("finds another reward, another advantage, and a null that is none", () => {
    const { table, again } = scoredTable(([first, second, third]) => {
      if (!first || !second || !third) throw new Error("three rows");
      first.reward = (first.reward ?? 0) + 1e-6;
      second.advantage = (second.advantage ?? 0) + 0.01;
      third.reward = null;
    });
    expect(storedDifference(table, again)).toMatchObject({
      rewardsDiffer: 2,
      advantagesDiffer: 1,
      rows: [0, 1, 2],
    });
  });

  it("allows a group without signal what single precision makes of it", () => {
    const rows = [row([4, 4]), row([4, 4])].map((each) => ({ ...each, reward: null, advantage: 6e-4 }));
    const table = buildTable([group(...rows)]);
    expect(storedDifference(table, rescore(table, mixed)).advantagesDiffer).toBe(0);
  });
});
