import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { ablations, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { solvabilityGrid } from "@/lib/contracts";
import { PAPER_REWARD } from "@/lib/contracts/reward-config";
import { makeAttempt } from "@/lib/services/ingest/testing/fixture";
import { getTracesPlace } from "./get-place";
import { getSolvability, sdFromSums } from "./get-solvability";
import { getSolvabilityOf } from "./get-solvability-of";
import { sendTraces, stepOf, stepsOf, tracedRun } from "./testing/send";

describe("the heatmap of a run", () => {
  const test = useTestDatabase();

  it("holds mean, SD and n of c by train step and trace step, and counts of what has no c", async () => {
    const run = await tracedRun(test.db);
    await test.db
      .update(runs)
      .set({ config: { reward: PAPER_REWARD } })
      .where(eq(runs.id, run.runId));
    await sendTraces(test.db, run, [
      { trainStep: 1, traceSteps: stepsOf(4, 0, null) },
      { trainStep: 1, traceSteps: [stepOf(1, 2), stepOf(2, 0, { returned: 0 })] },
      { trainStep: 6, traceSteps: [stepOf(1, 1, { returned: 2 })] },
    ]);
    const grid = solvabilityGrid.parse(await getSolvability(test.db, run.runId, "train"));
    expect(grid).toMatchObject({ available: ["train"], tau: 0.5, maxScoredSteps: 6, origin: "train" });
    const cells = grid.cells.map((c) => [
      c.trainStep,
      c.traceStep,
      c.scored,
      c.missing,
      c.notScored,
      c.meanC,
    ]);
    expect(cells).toEqual([
      [1, 1, 2, 0, 0, 0.75],
      [1, 2, 1, 1, 0, 0],
      [1, 3, 0, 0, 1, null],
      // Of what came back, not of what was asked for.
      [6, 1, 1, 0, 0, 0.5],
    ]);
    expect(grid.cells[0]?.sdC).toBeCloseTo(Math.sqrt(0.125), 12);
    expect(grid.cells[1]?.sdC).toBeNull();
  });

  it("keeps the probe apart from training", async () => {
    const run = await tracedRun(test.db);
    await sendTraces(test.db, run, [
      { trainStep: 1, traceSteps: stepsOf(null, null) },
      { origin: "probe", trainStep: 1, traceSteps: stepsOf(3) },
    ]);
    const train = await getSolvability(test.db, run.runId, "train");
    const probe = await getSolvability(test.db, run.runId, "probe");
    // Trace steps that were never asked for make no origin available.
    expect([train?.available, probe?.available]).toEqual([["probe"], ["probe"]]);
    expect(train?.cells.map((c) => c.notScored)).toEqual([1, 1]);
    expect(probe?.cells.map((c) => c.meanC)).toEqual([0.75]);
    const both = await getSolvabilityOf(test.db, [run.runId], null);
    expect(both.map((g) => g.origin)).toEqual(["probe"]);
    const asked = await getSolvabilityOf(test.db, [run.runId], "train");
    expect(asked.map((g) => g.origin)).toEqual(["train"]);
  });

  it("draws re-run train steps by their latest attempt only", async () => {
    const run = await tracedRun(test.db);
    await sendTraces(test.db, run, [
      { trainStep: 1, traceSteps: stepsOf(4) },
      { trainStep: 2, traceSteps: stepsOf(4) },
    ]);
    const second = await makeAttempt(test.db, run, 2);
    await sendTraces(test.db, second, [{ trainStep: 2, traceSteps: stepsOf(0) }]);
    const grid = await getSolvability(test.db, run.runId, "train");
    expect(grid?.cells.map((c) => [c.trainStep, c.scored, c.meanC])).toEqual([
      [1, 1, 1],
      [2, 1, 0],
    ]);
  });

  it("is empty without traces, and null without a run", async () => {
    const run = await tracedRun(test.db);
    const grid = await getSolvability(test.db, run.runId, "train");
    expect(grid).toMatchObject({ cells: [], available: [], tau: null, maxScoredSteps: null });
    expect(await getSolvability(test.db, "run_00000000", "train")).toBeNull();
  });

  it("reads several runs in their order and leaves out those that are not", async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => tracedRun(test.db)));
    const ids = made.map((r) => r.runId);
    const grids = await getSolvabilityOf(
      test.db,
      [...ids.slice(0, 3), "run_00000000", ...ids.slice(3)],
      null,
    );
    expect(grids.map((g) => g.runId)).toEqual(ids);
  });
});

describe("which ablation's traces are looked at", () => {
  const test = useTestDatabase();

  it("is that of the run, the named one, or the newest", async () => {
    expect(await getTracesPlace(test.db, {})).toBeNull();
    const spec = { profile: { kind: "tiny" }, seeds: [1], benchmarks: [], baselineArm: null, contrast: null };
    const made = [await tracedRun(test.db), await tracedRun(test.db)];
    for (const [i, { ablationId }] of made.entries())
      await test.db
        .update(ablations)
        .set({ spec: { ...spec, hostId: null } as never, createdAt: new Date(2026, 0, 1 + i) })
        .where(eq(ablations.id, ablationId));
    const [older, newer] = made;
    const placeOf = async (wanted: Parameters<typeof getTracesPlace>[1]) =>
      (await getTracesPlace(test.db, wanted))?.summary.id;
    expect(await placeOf({})).toBe(newer?.ablationId);
    expect(await placeOf({ ablation: older?.ablationId })).toBe(older?.ablationId);
    expect(await placeOf({ run: older?.runId, ablation: newer?.ablationId })).toBe(older?.ablationId);
    expect(await placeOf({ run: "run_00000000" })).toBeUndefined();
    expect(await placeOf({ ablation: "abl_00000000" })).toBeUndefined();
  });
});

describe("sdFromSums", () => {
  it("is unknown below two and never NaN for what rounding makes negative", () => {
    expect(sdFromSums(1, 0.5, 0.25)).toBeNull();
    expect(sdFromSums(3, 0.3, 0.03 - 1e-18)).toBeCloseTo(0, 8);
    expect(sdFromSums(2, 1, 1)).toBeCloseTo(Math.SQRT1_2, 12);
  });
});
