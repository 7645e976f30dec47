import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAPER_REWARD, type WhatIfSettings } from "@/lib/contracts/reward-config";
import { missingContinuations } from "@/lib/stats/solvability";
import { groupAdvantages } from "./advantages";
import { anyConfig, anyGroups, anySettings } from "./arbitrary-table";
import { gateDecision } from "./gate-decision";
import { rescore } from "./rescore";
import { GATES } from "./rescored";
import { at, buildTable, type ResponseGroup } from "./response-table";
import { rewardOf, stepCountFault } from "./reward";
import { SCHEMES, toRewardConfig, toWhatIfSettings } from "./schemes";
import { signalOf } from "./signal";
import { meanSolvabilityOf, scoredSteps } from "./step-counts";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

const orNull = (value: number) => (Number.isNaN(value) ? null : value);
const settings = (over: Partial<WhatIfSettings> = {}): WhatIfSettings => ({
  ...toWhatIfSettings(PAPER_REWARD),
  ...over,
});
const full = (...successes: number[]) =>
  successes.map((k) => ({ requested: 4, returned: 4, successes: k, truncated: 0 }));
const response = (successes: number[], outcome: boolean | null = true) => ({
  grammarValid: true,
  stepCount: successes.length,
  responseTokens: 300,
  outcome,
  steps: full(...successes),
  reward: null,
  advantage: null,
});

/** A group's outcomes as method.md counts them, written once more. */
function startOf(group: ResponseGroup, config: typeof PAPER_REWARD) {
  if (group.responses.length < group.size) return null;
  const valid = (row: (typeof group.responses)[number]) =>
    row.grammarValid && stepCountFault(row.stepCount, config) === null;
  const graded = group.responses.filter((row) => !valid(row) || row.outcome !== null);
  return { graded: graded.length, right: graded.filter((row) => valid(row) && row.outcome).length };
}

describe("rescore", () => {
  it("gives what the trainer's function gives, response by response, to the last bit", () => {
    fc.assert(
      fc.property(anyGroups, anyConfig, (groups, config) => {
        const scored = rescore(buildTable(groups), toWhatIfSettings(config));
        const expected = groups.flatMap((group) =>
          group.responses.map((row) =>
            rewardOf({ ...row, counts: row.steps, group: startOf(group, config) }, config),
          ),
        );
        expect(Array.from(scored.rewards, orNull)).toEqual(expected.map((parts) => parts.reward));
        expect(Array.from(scored.processGated, orNull)).toEqual(expected.map((parts) => parts.processGated));
        expect(Array.from(scored.gate, (gate) => GATES[gate])).toEqual(expected.map((parts) => parts.gate));
        let row = 0;
        for (const group of groups) {
          const rewards = expected.slice(row, row + group.responses.length).map((parts) => parts.reward);
          const whole = group.responses.length === group.size;
          const { advantages } = groupAdvantages(rewards);
          expect(Array.from(scored.advantages.slice(row, row + rewards.length), orNull)).toEqual(
            whole ? advantages : rewards.map(() => null),
          );
          row += rewards.length;
        }
      }),
    );
  });

  it("passes every gate at tau 0, and R_proc counts as it is", () => {
    fc.assert(
      fc.property(anyGroups, anySettings, (groups, given) => {
        const scored = rescore(buildTable(groups), { ...given, tau: 0 });
        expect(Array.from(scored.gate).some((gate) => GATES[gate] === "fail")).toBe(false);
        // All steps lost: nothing failed, and R_proc is still unknown.
        expect(Array.from(scored.gate).some((gate) => GATES[gate] === "undetermined")).toBe(false);
      }),
    );
  });

  it("knows more once lost continuations are taken for something, and never pays less for successes", () => {
    fc.assert(
      fc.property(anyGroups, anyConfig, (groups, config) => {
        const table = buildTable(groups);
        const of = (lost: WhatIfSettings["lost"]) =>
          rescore(table, { ...toWhatIfSettings({ ...config, scheme: "weighted" }), lost }).rewards;
        const [failures, successes, missing] = [of("failures"), of("successes"), of("missing")];
        missing.forEach((reward, i) => {
          // A determined gate's decision holds for every completion.
          if (!Number.isNaN(reward)) expect(at(failures, i)).not.toBeNaN();
          if (Number.isNaN(at(failures, i))) expect(at(successes, i)).toBeNaN();
          else expect(at(successes, i)).toBeGreaterThanOrEqual(at(failures, i) - 1e-12);
        });
      }),
    );
  });

  it("weighs the two ends by name, whatever the weights say", () => {
    fc.assert(
      fc.property(anyGroups, anySettings, (groups, given) => {
        const table = buildTable(groups);
        const named = rescore(table, { ...given, scheme: "outcome" });
        const weighed = rescore(table, { ...given, scheme: "weighted", lambdaOutcome: 1, lambdaProcess: 0 });
        expect(named.rewards).toEqual(weighed.rewards);
        expect(named.advantages).toEqual(weighed.advantages);
      }),
    );
  });

  it("divides by the SD of the train step under batch, and by nothing under none", () => {
    const groups = [
      { batch: 0, size: 2, responses: [response([4, 4]), response([4, 2])] },
      { batch: 0, size: 2, responses: [response([4, 4]), response([2, 2])] },
      { batch: 1, size: 2, responses: [response([4, 4]), response([4, 3])] },
    ];
    const table = buildTable(groups);
    const none = rescore(table, settings({ scaleRewards: "none" }));
    expect(Array.from(none.advantages)).toEqual([0.125, -0.125, 0.25, -0.25, 0.0625, -0.0625]);
    const { advantages } = rescore(table, settings({ scaleRewards: "batch" }));
    const sd = Math.sqrt(variance([1, 0.75, 1, 0.5]));
    expect(at(advantages, 0)).toBeCloseTo(0.125 / (sd + 1e-4), 12);
    expect(at(advantages, 2)).toBeCloseTo(0.25 / (sd + 1e-4), 12);
    expect(at(advantages, 4)).toBeCloseTo(0.0625 / (Math.sqrt(variance([1, 0.875])) + 1e-4), 12);
  });

  it("normalises parts apart under GDPO: their sizes stop mattering", () => {
    const groups = [
      {
        batch: 0,
        size: 3,
        responses: [response([4, 4], true), response([4, 2], false), response([2, 2], true)],
      },
    ];
    const table = buildTable(groups);
    const gdpo = (over: Partial<WhatIfSettings>) =>
      Array.from(
        rescore(table, settings({ scheme: "gdpo", lambdaOutcome: 0.5, lambdaProcess: 0.5, ...over }))
          .advantages,
      );
    const doubled = gdpo({ formatReward: 10, lengthReward: 10 });
    expect(doubled).toEqual(gdpo({}));
    expect(doubled.reduce((sum, advantage) => sum + advantage, 0)).toBeCloseTo(0, 9);
  });

  it("finds under GDPO the signal that a sum of equal size hides", () => {
    const short = { ...response([2, 2], true), responseTokens: 100 };
    const table = buildTable([{ batch: 0, size: 2, responses: [short, response([2, 2], false)] }]);
    const even = { lambdaOutcome: 0.5, lambdaProcess: 0.5, penaltyGate: false };
    const weighted = rescore(table, settings(even));
    expect(at(weighted.rewards, 0)).toBe(at(weighted.rewards, 1));
    expect(signalOf(table, weighted.rewards)).toMatchObject({ allEqual: 1 });
    const gdpo = rescore(table, settings({ ...even, scheme: "gdpo" }));
    // The length weighs 1 and the outcome a half once each has its own scale.
    expect(at(gdpo.rewards, 1)).toBeGreaterThan(at(gdpo.rewards, 0));
    expect(signalOf(table, gdpo.rewards)).toMatchObject({ withSignal: 1 });
  });

  it("leaves an incomplete group without a start and without advantages", () => {
    const table = buildTable([{ batch: 0, size: 3, responses: [response([4, 4]), response([2, 2])] }]);
    const scored = rescore(table, settings({ scheme: "progress" }));
    expect(Array.from(scored.rewards, orNull)).toEqual([null, null]);
    const weighted = rescore(table, settings());
    expect(Array.from(weighted.rewards, orNull)).not.toContain(null);
    expect(Array.from(weighted.advantages, orNull)).toEqual([null, null]);
  });

  it("is empty for nothing", () => {
    const scored = rescore(buildTable([]), settings({ scheme: "gdpo" }));
    expect(scored.rewards).toHaveLength(0);
  });
});

function variance(values: number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

describe("the gate on whole numbers", () => {
  it("decides as the fractions do", () => {
    fc.assert(
      fc.property(anyGroups, anyConfig, (groups, config) => {
        const decide = gateDecision({ ...config, penaltyGate: true });
        for (const row of groups.flatMap((group) => group.responses)) {
          const scored = scoredSteps(row.steps, row.stepCount, config);
          const steps = scored.map(({ requested, returned, successes }) => ({
            requested,
            returned,
            k: successes,
          }));
          const expected = scored.length === 0 ? "off" : missingContinuations(steps, config.tau).gate;
          expect(decide(scored)).toBe(expected);
        }
      }),
    );
  });
});

describe("R_proc", () => {
  it("is the double next to the exact mean", () => {
    const of = (...rows: [number, number][]) =>
      meanSolvabilityOf(rows.map(([successes, returned]) => ({ requested: returned, returned, successes })));
    // In floats 0.1 + 0.2 + 0.3 over 3 is 0.20000000000000004, and thirds do not add up.
    expect(of([1, 10], [2, 10], [3, 10])).toBe(0.2);
    expect(of([1, 3], [1, 6], [1, 2])).toBe(1 / 3);
    expect(of([0, 0], [3, 4])).toBe(0.75);
    expect(of([0, 0])).toBeNull();
  });
});

describe("schemes", () => {
  it("become configurations to train with, and back, but for GDPO", () => {
    for (const scheme of Object.values(SCHEMES)) {
      const config = toRewardConfig(settings({ scheme: scheme.key }));
      expect(config !== null).toBe(scheme.trainable);
      expect(scheme.description.length).toBeGreaterThan(50);
      if (config === null || scheme.key === "outcome" || scheme.key === "process") continue;
      expect(toWhatIfSettings(config)).toEqual(settings({ scheme: scheme.key }));
    }
    expect(toRewardConfig(settings({ scheme: "outcome" }))).toMatchObject({
      scheme: "weighted",
      lambdaOutcome: 1,
      lambdaProcess: 0,
    });
  });
});
