import { describe, expect, it } from "vitest";
import { PAPER_REWARD, type SensitivityArm, sensitivityArm } from "@/lib/contracts";
import { buildTable, sensitivityOf, toWhatIfSettings } from "@/lib/rewards";
import { continuationsText, halfSentence, lostOf, withoutContinuations } from "./describe-sensitivity";
import { prepareContinuations, prepareVariation, sensitivityCsv } from "./prepare-sensitivity";

const counts = (successes: number[], returned = 4) =>
  successes.map((s) => ({ requested: 4, returned, successes: Math.min(s, returned) }));

/** Twelve groups of four responses of two trace steps; the first response has lost a continuation a step. */
function arm({ drawn = true, lambdaProcess = 1, size = 4 } = {}): SensitivityArm {
  const groups = Array.from({ length: 12 }, (_, g) => ({
    ...{ batch: g, size },
    responses: Array.from({ length: 4 }, (_, i) => ({
      ...{ grammarValid: true, stepCount: 2, responseTokens: 300, outcome: (g + i) % 2 === 0 },
      steps: drawn ? counts([(g + i) % 5, (g * 2 + i) % 5], g + i === 0 ? 3 : 4) : [],
      ...{ reward: null, advantage: null },
    })),
  }));
  const { scheme: _, ...stored } = toWhatIfSettings({
    ...PAPER_REWARD,
    lambdaProcess,
    lambdaOutcome: 1 - lambdaProcess,
  });
  const settings = { ...stored, scheme: "weighted" as const };
  return sensitivityArm.parse({
    arm: {
      ...{ key: "process-only", armId: null, name: "process-only", position: 3 },
      ...{ sharesWarmUp: true, source: "trained", origin: null },
    },
    runs: [{ runId: "run_00000001", seed: 1, status: "succeeded", responses: 48 }],
    ...{ trainSteps: { from: 1, to: 12 }, traceSampling: 1, settings },
    ...sensitivityOf(buildTable(groups), settings, { forecasts: [8], seed: 1 }),
  });
}

describe("the figures of sensitivity", () => {
  it("draw every M' up to the stored one, and forecasts as such", () => {
    const chart = prepareContinuations([arm()], "flips");
    const marks = chart?.lines[0]?.marks ?? [];
    expect(marks.map(({ x, forecast }) => [x, forecast])).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [4, false],
      [8, true],
    ]);
    expect(marks[3]?.y).toBeCloseTo(0, 12);
    expect(marks[0]?.y).toBeGreaterThan(marks[2]?.y ?? 1);
    expect(chart?.lines[0]).toMatchObject({ trainedAt: 4, base: "n = 48 responses with a gate" });
    expect([chart?.y.lo, chart?.x.ticks]).toEqual([0, [1, 2, 3, 4, 8]]);
  });

  it("give what is resampled its error, and exactly 0 at the stored M", () => {
    const marks = prepareContinuations([arm()], "signs")?.lines[0]?.marks ?? [];
    expect(marks[0]?.hi).toBeGreaterThan(marks[0]?.y ?? 1);
    expect(marks[0]?.n).toMatch(/^n = 4\d responses, \d+ draws$/);
    expect(marks[3]).toMatchObject({ y: 0, n: expect.stringContaining("exact") });
    expect(marks[3]).not.toHaveProperty("hi");
  });

  it("count along tau and K_max, the value trained with marked", () => {
    const passes = prepareVariation([arm()], "tau", "passes")?.lines[0];
    expect(passes?.marks[0]).toMatchObject({ x: 0, y: 1, n: "48 of 48 responses with a gate" });
    expect(passes).toMatchObject({ trainedAt: 0.5, base: "n = 48 responses with a gate" });
    const shares = passes?.marks.map(({ y }) => y) ?? [];
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(prepareVariation([arm()], "maxScoredSteps", "passes")?.x.ticks).toEqual([1, 2]);
  });

  it("are none where there is nothing to show", () => {
    expect(prepareContinuations([arm({ drawn: false })], "flips")).toBeNull();
    expect(prepareContinuations([arm({ size: 5 })], "reversed")).toBeNull();
    expect(prepareVariation([arm({ size: 5 })], "tau", "withoutSignal")).toBeNull();
  });

  it("become a table with what each value is over", () => {
    const chart = prepareContinuations([arm()], "flips");
    const [head, first] = (chart ? sensitivityCsv(chart, "M'", "share") : "").split("\n");
    expect(head).toBe('"arm","M\'","share","low","high","kind","n"');
    expect(first).toMatch(/^"process-only",1,0\.\d+,,,stored,"n = 48 responses with a gate"$/);
  });
});

describe("sensitivity in words", () => {
  it("tells what is drawn, lost, and what half of it would have said", () => {
    expect(lostOf(arm())).toEqual({ lost: 2, requested: 384 });
    expect(continuationsText(arm())).toBe(
      "M = 4; 48 of 48 stored responses continued; 2 of 384 continuations lost",
    );
    expect(halfSentence(arm())).toMatch(
      /^With 2 of the 4 continuations, the gate would have decided otherwise on \d+\.\d% of 48 responses; \d+\.\d% of the pairs .*, two Monte Carlo standard errors of the resampling\)\.$/,
    );
    expect(withoutContinuations(arm(), "train")).toBeNull();
  });

  it("says plainly what has no continuations, or gives them no weight", () => {
    const none = arm({ drawn: false, lambdaProcess: 0 });
    expect(withoutContinuations(none, "train")).toContain("drew no continuations");
    expect(withoutContinuations(none, "train")).toContain("probe");
    expect(withoutContinuations(none, "probe")).not.toContain("If it was launched");
    expect(halfSentence(none)).toBeNull();
    expect(withoutContinuations(arm({ lambdaProcess: 0 }), "train")).toContain("no weight");
  });
});
