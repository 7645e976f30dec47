import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAPER_REWARD } from "@/lib/contracts/reward-config";
import { predictivePass } from "@/lib/stats/gate";
import { subsampleGate } from "@/lib/stats/subsample";
import { anyConfig, anyGroups } from "../arbitrary-table";
import { buildTable, type ResponseGroup, type ResponseRow } from "../response-table";
import { toWhatIfSettings } from "../schemes";
import { distributionOf, drawFrom, momentsOfDistribution, orderOf } from "./distribution";
import { type RedrawSettings, sensitivity, sensitivityOf } from "./index";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

const paper = { ...toWhatIfSettings(PAPER_REWARD), scheme: "process" } satisfies RedrawSettings;
const settingsOf = (config: typeof PAPER_REWARD): RedrawSettings => ({
  ...toWhatIfSettings(config),
  scheme: config.scheme,
});
const row = (counts: readonly (readonly [number, number])[], outcome = true): ResponseRow => ({
  grammarValid: true,
  stepCount: counts.length,
  responseTokens: 300,
  outcome,
  steps: counts.map(([successes, returned]) => ({ requested: 4, returned, successes })),
  reward: null,
  advantage: null,
});
const whole = (...responses: ResponseRow[]): ResponseGroup => ({
  batch: 0,
  size: responses.length,
  responses,
});
const point = (table: ReturnType<typeof buildTable>, m: number, settings: RedrawSettings = paper) =>
  sensitivityOf(table, settings, { forecasts: [8] }).continuations.find((each) => each.continuations === m);

/* The exact values of single points are held by golden/what-if.json, enumerated; here are the laws. */
describe("redrawing continuations", () => {
  it("changes nothing with all that are stored", () => {
    fc.assert(
      fc.property(anyGroups, anyConfig, (groups, config) => {
        const told = sensitivityOf(buildTable(groups), settingsOf(config));
        const last = told.continuations.find((each) => each.continuations === told.base.mostRequested);
        if (!last) return;
        expect(last.gate?.flips ?? 0).toBeCloseTo(0, 12);
        expect(last.spread?.most ?? 0).toBeCloseTo(0, 6);
        expect(last.ranks?.kept ?? 1).toBeCloseTo(1, 12);
        expect(last.centred?.change ?? 0).toBeCloseTo(0, 7);
        expect(last.resampled).toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  it("stays within probabilities, over the same responses at every M'", () => {
    fc.assert(
      fc.property(anyGroups, anyConfig, (groups, config) => {
        const { continuations } = sensitivityOf(buildTable(groups), settingsOf(config), { forecasts: [7] });
        for (const { gate, ranks, resampled, responses, groups: used } of continuations) {
          expect(responses).toBe(continuations[0]?.responses);
          expect(used).toBe(continuations[0]?.groups);
          const shares = [gate?.flips, gate?.passes, ranks?.kept, ranks?.reversed, ranks?.tieChanged];
          for (const share of [...shares, resampled?.flipped.value, resampled?.withoutSignal.value]) {
            if (share === undefined) continue;
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1 + 1e-12);
          }
          if (gate) expect(gate.passToFail + gate.failToPass).toBeCloseTo(gate.flips, 12);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("agrees with the statistics of a single gate, exact and forecast", () => {
    const table = buildTable([
      whole(
        row([
          [3, 4],
          [1, 4],
        ]),
        row([
          [4, 4],
          [2, 4],
        ]),
      ),
    ]);
    const flips = [
      [3, 1],
      [4, 2],
    ].map(
      (steps) =>
        subsampleGate(
          steps.map((k) => ({ k, m: 4 })),
          2,
          0.5,
        ).pFlip,
    );
    expect(point(table, 2)?.gate?.flips).toBeCloseTo(((flips[0] ?? 0) + (flips[1] ?? 0)) / 2, 12);
    const one = buildTable([whole(row([[3, 4]]), row([[3, 4]]))]);
    const forecast = point(one, 8, { ...paper, stepMin: 1 });
    expect(forecast?.kind).toBe("forecast");
    expect(forecast?.gate?.passes).toBeCloseTo(predictivePass(3, 4, 8, 0.5), 12);
  });

  it("takes a step that lost some whole, and counts it", () => {
    const table = buildTable([
      whole(
        row([
          [3, 3],
          [4, 4],
        ]),
        row([
          [4, 4],
          [4, 4],
        ]),
      ),
    ]);
    expect(point(table, 4)).toMatchObject({ responses: 2, short: 1, leftOut: 0, gate: { flips: 0, n: 2 } });
    expect(point(table, 2)).toMatchObject({ short: 0 });
  });

  it("leaves out a group that is not stored whole, but not its responses' gates", () => {
    const table = buildTable([
      {
        batch: 0,
        size: 3,
        responses: [
          row([
            [3, 4],
            [1, 4],
          ]),
          row([
            [4, 4],
            [2, 4],
          ]),
        ],
      },
    ]);
    expect(point(table, 2)).toMatchObject({
      responses: 2,
      groups: 0,
      groupsLeftOut: 1,
      ranks: null,
      centred: null,
    });
    expect(point(table, 2)?.gate?.n).toBe(2);
  });

  it("has nothing to redraw without continuations or without weight on them", () => {
    const bare = buildTable([whole({ ...row([]), stepCount: 3 }, { ...row([]), stepCount: 2 })]);
    expect(sensitivityOf(bare, paper)).toMatchObject({
      base: { continued: 0 },
      continuations: [],
      maxScoredSteps: [],
    });
    const weightless = point(
      buildTable([
        whole(
          row([
            [3, 4],
            [1, 4],
          ]),
        ),
      ]),
      2,
      { ...paper, scheme: "outcome" },
    );
    expect(weightless).toMatchObject({ responses: 0, gate: null, spread: null, centred: { change: 0 } });
  });

  it("resamples what the closed form says, within its own Monte Carlo error", () => {
    const rows = [
      row([
        [3, 4],
        [1, 4],
      ]),
      row([
        [4, 4],
        [2, 4],
      ]),
      row(
        [
          [2, 4],
          [2, 4],
        ],
        false,
      ),
      row([
        [0, 4],
        [3, 4],
      ]),
    ];
    const table = buildTable(Array.from({ length: 60 }, () => whole(...rows)));
    const found = point(table, 2, { ...paper, scaleRewards: "none" });
    const { value = 0, error = 0 } = found?.resampled?.change ?? {};
    expect(error).toBeGreaterThan(0);
    expect(Math.abs(value - (found?.centred?.change ?? 0))).toBeLessThan(4 * error);
  });

  it("is the same under the same seed and another under another", () => {
    const table = buildTable([
      whole(
        row([
          [3, 4],
          [1, 4],
        ]),
        row([
          [4, 4],
          [2, 4],
        ]),
      ),
    ]);
    const of = (seed: number) => sensitivityOf(table, paper, { seed }).continuations[0]?.resampled;
    expect(of(1)).toEqual(of(1));
    expect(of(2)?.seed).toBe(2);
    expect(of(2)?.change.value).not.toBe(of(1)?.change.value);
  });
});

describe("other settings", () => {
  it("passes more the lower tau is, all at 0, and moves nothing at the value in use", () => {
    fc.assert(
      fc.property(anyGroups, anyConfig, (groups, config) => {
        const { tau } = sensitivityOf(buildTable(groups), settingsOf(config));
        const passing = tau.map(({ gate }) => gate.pass);
        expect(passing).toEqual([...passing].sort((a, b) => b - a));
        expect(tau[0]?.gate).toMatchObject({ fail: 0, undetermined: 0 });
        const used = tau.find(({ value }) => value === config.tau);
        expect(used?.signs).toMatchObject({ flipped: 0, lost: 0, gained: 0, onlyBefore: 0, onlyAfter: 0 });
      }),
      { numRuns: 20 },
    );
  });

  it("varies K_max up to the longest continued trace, and what lost continuations are taken for", () => {
    const table = buildTable([
      whole(
        row([
          [3, 3],
          [0, 4],
          [0, 0],
        ]),
        row([
          [4, 4],
          [4, 4],
        ]),
      ),
    ]);
    const told = sensitivityOf(table, paper);
    expect(told.base).toMatchObject({ mostRequested: 4, mostSteps: 3, requested: 20, returned: 15 });
    expect(told.maxScoredSteps.map(({ value, gate }) => [value, gate.pass, gate.undetermined])).toEqual([
      [1, 2, 0],
      [2, 1, 1],
      [3, 1, 1],
    ]);
    expect(told.lost.map(({ value, gate }) => [value, gate.pass, gate.undetermined])).toEqual([
      ["missing", 1, 1],
      ["failures", 1, 0],
      ["successes", 2, 0],
    ]);
  });
});

describe("progress", () => {
  it("rises to the total and can be left at any point", () => {
    const table = buildTable(
      Array.from({ length: 600 }, () =>
        whole(
          row([
            [3, 4],
            [1, 4],
          ]),
        ),
      ),
    );
    const steps = [...sensitivity(table, paper)];
    const done = steps.map((step) => step.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(new Set(steps.map((step) => step.total)).size).toBe(1);
    // 600 groups of one M' are more than one chunk: a caller gets a word in.
    expect(done.filter((each) => each === 0).length).toBeGreaterThan(1);
    for (const { done: soFar } of sensitivity(table, paper)) {
      expect(soFar).toBe(0);
      break;
    }
  });
});

describe("distributions", () => {
  const dice = distributionOf([1, 2, 3, 4, 5, 6].map((value) => ({ value, probability: 1 / 6 })));

  it("compare as counting does", () => {
    const order = orderOf(dice, dice);
    expect([order.less, order.equal, order.greater].map((p) => Number(p.toFixed(12)))).toEqual(
      [15 / 36, 6 / 36, 15 / 36].map((p) => Number(p.toFixed(12))),
    );
    const certainly = distributionOf([{ value: 3, probability: 1 }]);
    expect(orderOf(certainly, dice).less).toBeCloseTo(0.5, 12);
    expect(orderOf(dice, certainly).greater).toBeCloseTo(0.5, 12);
  });

  it("merge equals, drop the impossible, and have the right moments", () => {
    const merged = distributionOf([
      { value: 0.3, probability: 0.25 },
      { value: 0.1 + 0.2, probability: 0.25 },
      { value: 1, probability: 0.5 },
      { value: 7, probability: 0 },
    ]);
    expect(merged.values).toEqual([0.3, 1]);
    expect(merged.probabilities).toEqual([0.5, 0.5]);
    const { mean, variance } = momentsOfDistribution(dice);
    expect(mean).toBeCloseTo(3.5, 12);
    expect(variance).toBeCloseTo(35 / 12, 12);
  });

  it("are drawn from by their probabilities", () => {
    expect([0, 0.1, 0.17, 0.99].map((uniform) => drawFrom(dice, uniform))).toEqual([1, 1, 2, 6]);
  });
});
