import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { PAPER_REWARD, type WhatIfRequest, whatIfAnswer, whatIfRequest } from "@/lib/contracts";
import { groupAdvantages, rewardOf } from "@/lib/rewards";
import { makeAttempt, type TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { runWhatIf } from "./run-what-if";
import { inputOf, rewardedRun, type Sample, sendGroups, someSamples } from "./testing/scored-run";

const GROUPS = 30;
const SIZE = 6;
const groupsOf = (seed: number) =>
  Array.from({ length: GROUPS }, (_, g) => someSamples(SIZE, seed * 1000 + g));

/** What the service should say, from the samples themselves. */
function directly(groups: readonly (readonly Sample[])[], settings = PAPER_REWARD) {
  const rewards = groups.map((samples) => samples.map((s) => rewardOf(drawnInput(s), settings).reward));
  const advantages = rewards.flatMap((group) => groupAdvantages(group).advantages);
  const known = rewards.flat().filter((r) => r !== null);
  return {
    known: known.length,
    unknown: rewards.flat().length - known.length,
    mean: known.reduce((a, b) => a + b, 0) / known.length,
    advantages,
  };
}

/** No continuation was sampled of what was invalid as trained with. */
function drawnInput(sample: Sample) {
  const input = inputOf(sample);
  const valid = rewardOf(input, PAPER_REWARD).formatValid;
  const none = { requested: 0, returned: 0, successes: 0 };
  return valid ? input : { ...input, counts: input.counts.map(() => none) };
}

describe("what if", () => {
  const test = useTestDatabase();
  let run: TestAttempt;
  const groups = groupsOf(1);
  const ask = async (changes: WhatIfRequest["changes"], more: Partial<WhatIfRequest> = {}) => {
    const request = whatIfRequest.parse({ selection: { runs: [run.runId] }, changes, ...more });
    const answer = whatIfAnswer.parse(await runWhatIf(test.db, request));
    const [arm] = answer.arms;
    if (!arm) throw new Error(`no arm: ${JSON.stringify(answer.leftOut)}`);
    return arm;
  };
  beforeEach(async () => {
    run = await rewardedRun(test.db);
  });

  it("reproduces what was stored, and says where it does not", async () => {
    await sendGroups(test.db, run, groups);
    const arm = await ask({});
    expect(arm.health).toMatchObject({
      rewards: GROUPS * SIZE,
      rewardsDiffer: 0,
      advantagesDiffer: 0,
      traceIds: [],
    });
    expect(arm.health.advantages).toBeGreaterThan(GROUPS);
    expect([arm.signs.flipped, arm.examples]).toEqual([0, []]);
    await test.db.execute(sql`update traces set reward_total = reward_total + 0.25
      where run_id = ${run.runId} and train_step = 7 and sample_index = 2`);
    const [damaged] = await test.sql<{ id: string }[]>`
      select id from traces where run_id = ${run.runId} and train_step = 7 and sample_index = 2`;
    expect((await ask({})).health).toMatchObject({ rewardsDiffer: 1, traceIds: [damaged?.id] });
  });

  it.each([
    [{ lambdaProcess: 0.5 }, { lambdaOutcome: 0.5, lambdaProcess: 0.5 }],
    [{ tau: 0.75 }, { tau: 0.75 }],
    [
      { stepMax: 8, maxScoredSteps: 3 },
      { stepMax: 8, maxScoredSteps: 3 },
    ],
    [
      { alpha: 0.2, lengthMin: 0, lengthMax: 1000 },
      { alpha: 0.2, lengthMin: 0, lengthMax: 1000 },
    ],
  ])("gives what computing from the same responses gives: %j", async (changes, settings) => {
    await sendGroups(test.db, run, groups);
    const [before, after] = [directly(groups), directly(groups, { ...PAPER_REWARD, ...settings })];
    const arm = await ask(changes);
    expect(arm.rewards.before.mean).toBeCloseTo(before.mean, 12);
    expect(arm.rewards.after.mean).toBeCloseTo(after.mean, 12);
    expect([arm.unknown.before.all, arm.unknown.after.all]).toEqual([before.unknown, after.unknown]);
    const flips = before.advantages.filter((a, i) => (a ?? 0) * (after.advantages[i] ?? 0) < -1e-12).length;
    expect(arm.signs.flipped).toBe(flips);
    expect(arm.responses).toBe(GROUPS * SIZE);
    const changed = before.advantages.flatMap((a, i) => {
      const b = after.advantages[i] ?? null;
      return a === null || b === null ? [] : [Math.abs(a - b)];
    });
    const [largest] = arm.examples;
    expect(Math.abs((largest?.advantage.after ?? 0) - (largest?.advantage.before ?? 0))).toBeCloseTo(
      Math.max(...changed),
      9,
    );
    const [trace] =
      await test.sql`select run_id, train_step from traces where id = ${largest?.traceId ?? ""}`;
    expect(trace).toEqual({ run_id: run.runId, train_step: largest?.trainStep });
  });

  it("puts an arm's runs together, train steps as asked for, and tells what is stored of each", async () => {
    await sendGroups(test.db, run, groups);
    const other = await rewardedRun(test.db);
    await test.db.execute(sql`update runs set seed = 2 where id = ${other.runId}`);
    await sendGroups(test.db, other, groupsOf(2).slice(0, 10));
    const selection = whatIfRequest.shape.selection.parse({ runs: [run.runId, other.runId] });
    const arm = await ask({ tau: 0.25 }, { selection, fromTrainStep: 5, toTrainStep: 12 });
    expect(arm.runs.map(({ runId, responses }) => [runId, responses]).sort()).toEqual(
      [
        [run.runId, 8 * SIZE],
        [other.runId, 6 * SIZE],
      ].sort(),
    );
    expect([arm.trainSteps, arm.traceSampling, arm.groups]).toEqual([{ from: 5, to: 12 }, 0.5, 14]);
    const both = [...groups.slice(4, 12), ...groupsOf(2).slice(4, 10)];
    expect(arm.rewards.after.mean).toBeCloseTo(directly(both, { ...PAPER_REWARD, tau: 0.25 }).mean, 12);
  });

  it("leaves groups of which a response is missing out of advantages, and train steps that were run again", async () => {
    await sendGroups(test.db, run, groups.slice(0, 10), { keep: (i) => i !== 3 });
    const again = await makeAttempt(test.db, run, 2);
    await sendGroups(test.db, again, groups.slice(20, 25), { fromTrainStep: 6 });
    const arm = await ask({});
    expect([arm.groups, arm.incompleteGroups, arm.responses]).toEqual([10, 1, 10 * SIZE - 1]);
    expect([arm.signal.before.groups, arm.trainSteps]).toEqual([9, { from: 1, to: 10 }]);
    const left = [...groups.slice(0, 5), ...groups.slice(20, 25)];
    left[0] = (left[0] ?? []).filter((_, i) => i !== 3);
    expect(arm.rewards.before.mean).toBeCloseTo(directly(left).mean, 12);
  });

  it("says which arms cannot be rescored", async () => {
    const request = whatIfRequest.parse({ selection: { runs: [run.runId] }, changes: { tau: 1 } });
    expect(await runWhatIf(test.db, request)).toMatchObject({
      arms: [],
      leftOut: [{ reason: "no-responses" }],
    });
    await test.db.execute(sql`update runs set config = '{"stage": "sft"}' where id = ${run.runId}`);
    expect(await runWhatIf(test.db, request)).toMatchObject({ arms: [], leftOut: [{ reason: "no-reward" }] });
  });

  it("refuses settings that make no sense together, at the field, and arms that do not exist", async () => {
    const fields = async (body: object) => {
      const request = whatIfRequest.parse({ selection: { runs: [run.runId] }, ...body });
      return runWhatIf(test.db, request).then(
        () => [],
        (error) => error.details.fields.map((f: { path: string }) => f.path),
      );
    };
    expect(await fields({ changes: { stepBonus: false } })).toEqual(["changes.stepBonus"]);
    expect(await fields({ changes: { stepMin: 7 } })).toEqual(["changes.stepMax"]);
    expect(await fields({ arms: ["nobody"] })).toEqual(["arms.0"]);
    expect(await fields({ fromTrainStep: 5, toTrainStep: 4 })).toEqual(["toTrainStep"]);
  });

  it("ends when nobody waits for it any more", async () => {
    await sendGroups(test.db, run, groups.slice(0, 2));
    const request = whatIfRequest.parse({ selection: { runs: [run.runId] }, changes: { tau: 1 } });
    await expect(runWhatIf(test.db, request, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
  });

  it("reads from traces stored before the migration what it reads from new ones", async () => {
    await sendGroups(test.db, run, groups);
    const packed = () => test.sql`select id, step_counts from traces where run_id = ${run.runId} order by id`;
    const written = await packed();
    const [, backfill = ""] = readFileSync("db/migrations/0004_packed_step_counts.sql", "utf8").split(
      "statement-breakpoint",
    );
    await test.sql`update traces set step_counts = ''`;
    await test.sql.unsafe(backfill);
    expect(await packed()).toEqual(written);
  });
});
