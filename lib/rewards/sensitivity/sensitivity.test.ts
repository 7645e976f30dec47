import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predictivePass } from "@/lib/stats/gate";
import { subsampleGate } from "@/lib/stats/subsample";
import { anyConfig, anyGroups } from "../arbitrary-table";
import { buildTable } from "../response-table";
import { paper, row, settingsOf, whole } from "./fixture";
import { type RedrawSettings, sensitivity, sensitivityOf } from "./index";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

const point = (table: ReturnType<typeof buildTable>, m: number, settings: RedrawSettings = paper) =>
  sensitivityOf(table, settings, { forecasts: [8] }).continuations.find((each) => each.continuations === m);

/** One group of two responses, two trace steps each. */
const oneGroup = () =>
  buildTable([
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
    const table = oneGroup();
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
    const table = oneGroup();
    const of = (seed: number) => sensitivityOf(table, paper, { seed }).continuations[0]?.resampled;
    expect(of(1)).toEqual(of(1));
    expect(of(2)?.seed).toBe(2);
    expect(of(2)?.change.value).not.toBe(of(1)?.change.value);
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
