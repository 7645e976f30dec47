import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import {
  PAPER_REWARD,
  type SensitivityRequest,
  sensitivityAnswer,
  sensitivityRequest,
} from "@/lib/contracts";
import { rewardOf } from "@/lib/rewards";
import type { TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { sendTraces, stepsOf } from "@/lib/services/traces/testing/send";
import { subsampleGate } from "@/lib/stats/subsample";
import { runSensitivity } from "./run-sensitivity";
import { inputOf, rewardedRun, sendGroups, someSamples } from "./testing/scored-run";

const groups = Array.from({ length: 20 }, (_, g) => someSamples(6, 7000 + g));

describe("sensitivity", () => {
  const test = useTestDatabase();
  let run: TestAttempt;
  const ask = async (more: Partial<SensitivityRequest> = {}) => {
    const request = sensitivityRequest.parse({ selection: { runs: [run.runId] }, ...more });
    return sensitivityAnswer.parse(await runSensitivity(test.db, request));
  };
  beforeEach(async () => {
    run = await rewardedRun(test.db);
  });

  it("gives the gate's exact flips over the very responses that were stored", async () => {
    await sendGroups(test.db, run, groups);
    const [arm] = (await ask({ forecasts: [8] })).arms;
    expect(arm?.continuations.map(({ continuations, kind }) => [continuations, kind])).toEqual([
      [1, "exact"],
      [2, "exact"],
      [3, "exact"],
      [4, "exact"],
      [8, "forecast"],
    ]);
    // Without lost continuations, so that what each response's draw is over is not in question.
    const whole = groups.map((samples) => samples.filter(({ steps }) => !steps.includes(null)));
    const clean = await rewardedRun(test.db);
    await sendGroups(test.db, clean, whole);
    const selection = sensitivityRequest.shape.selection.parse({ runs: [clean.runId] });
    const points = (await ask({ selection })).arms[0]?.continuations ?? [];
    const flips = whole.flat().flatMap((sample) => {
      const parts = rewardOf(inputOf(sample), PAPER_REWARD);
      if (parts.gate === "off" || parts.reward === null) return [];
      const steps = sample.steps.slice(0, PAPER_REWARD.maxScoredSteps).map((k) => ({ k: k ?? 0, m: 4 }));
      return [subsampleGate(steps, 2, PAPER_REWARD.tau).pFlip];
    });
    const point = points.find(({ continuations }) => continuations === 2);
    expect(point?.gate?.n).toBe(flips.length);
    expect(point?.gate?.flips).toBeCloseTo(flips.reduce((a, b) => a + b, 0) / flips.length, 12);
  });

  it("gives the same resampled numbers again under the same seed, others under another", async () => {
    await sendGroups(test.db, run, groups);
    const signs = async (seed: number) => (await ask({ seed })).arms[0]?.continuations[0]?.resampled;
    const first = await signs(5);
    expect(await signs(5)).toEqual(first);
    expect(await signs(6)).not.toEqual(first);
    expect(first).toMatchObject({ seed: 5 });
  });

  it("looks at a probe's continuations apart from training, under a reward that they count for", async () => {
    const outcomeOnly = { ...PAPER_REWARD, lambdaOutcome: 1, lambdaProcess: 0 };
    run = await rewardedRun(test.db, outcomeOnly);
    const probes = [stepsOf(4, 2), stepsOf(1, 1, 0)].map((traceSteps, i) => ({
      ...{ origin: "probe" as const, trainStep: 10 + i, traceSteps, responseTokens: 300 },
    }));
    await sendTraces(test.db, run, probes);
    expect(await ask()).toMatchObject({ arms: [], leftOut: [{ reason: "no-responses" }] });
    const [arm] = (await ask({ origin: "probe", changes: { scheme: "process" } })).arms;
    expect(arm?.base).toMatchObject({ responses: 2, continued: 2, requested: 20, mostRequested: 4 });
    expect(arm?.continuations[0]?.gate?.n).toBe(2);
    expect(arm?.continuations[0]).toMatchObject({ groups: 0, ranks: null, resampled: null });
  });

  it("says what an arm without continuations has none of, and refuses GDPO at the field", async () => {
    const outcomeOnly = { ...PAPER_REWARD, lambdaOutcome: 1, lambdaProcess: 0 };
    run = await rewardedRun(test.db, outcomeOnly);
    await sendTraces(test.db, run, [{ traceSteps: stepsOf(null, null) }]);
    const [arm] = (await ask()).arms;
    expect([arm?.base.continued, arm?.continuations]).toEqual([0, []]);
    await expect(ask({ changes: { scheme: "gdpo" } })).rejects.toMatchObject({
      details: { fields: [{ path: "changes.scheme" }] },
    });
  });

  it("ends when nobody waits for it any more", async () => {
    await sendGroups(test.db, run, groups);
    const gone = AbortSignal.abort(new Error("gone"));
    const request = sensitivityRequest.parse({ selection: { runs: [run.runId] } });
    await expect(runSensitivity(test.db, request, gone)).rejects.toThrow("gone");
  });
});
