import { describe, expect, it } from "vitest";
import type { RewardParts, TraceDetail } from "@/lib/contracts";
import { solvabilityState, viewGate, viewSolvability, viewTraceSteps } from "./prepare-trace";
import { countsOf, traceDetailOf } from "./trace-list-fixture";

describe("solvabilityState", () => {
  it("never takes 0, missing and not scored for one another", () => {
    expect(solvabilityState(countsOf(0))).toBe("value");
    expect(solvabilityState(countsOf(0, 0, 4))).toBe("missing");
    expect(solvabilityState(countsOf(null))).toBe("not-scored");
  });
});

describe("viewSolvability", () => {
  it("has no c and no interval where nothing came back", () => {
    for (const counts of [countsOf(0, 0, 4), countsOf(null)])
      expect(viewSolvability(counts, 0.5)).toMatchObject({ c: null, lo: null, hi: null, crossesTau: false });
  });

  it("divides by what came back, not by what was asked for", () => {
    expect(viewSolvability(countsOf(1, 2, 4), 0.5).c).toBe(0.5);
  });

  // statistics of m = 4: only 0/4 and 4/4 clear a tau of one half.
  it.each([
    [0, false],
    [1, true],
    [2, true],
    [3, true],
    [4, false],
  ])("%i of 4 crosses tau = 0.5: %s", (successes, crosses) => {
    expect(viewSolvability(countsOf(successes), 0.5).crossesTau).toBe(crosses);
  });

  it("cannot cross a tau that is not known", () => {
    expect(viewSolvability(countsOf(2), null).crossesTau).toBe(false);
  });
});

describe("viewTraceSteps", () => {
  it("measures the first step against the group's outcomes and marks the largest drop", () => {
    const steps = viewTraceSteps(
      traceDetailOf([countsOf(4), countsOf(3), countsOf(0)], { right: 2, graded: 4 }),
    );
    expect(steps.map((s) => s.advantage?.value)).toEqual([0.5, -0.25, -0.75]);
    expect(steps.map((s) => s.isLargestDrop)).toEqual([false, false, true]);
    for (const { advantage } of steps) {
      expect(advantage?.lo).toBeLessThan(advantage?.value ?? Number.NaN);
      expect(advantage?.hi).toBeGreaterThan(advantage?.value ?? Number.NaN);
    }
  });

  it("knows no first advantage without graded responses in the group, or without a group", () => {
    const alone = traceDetailOf([countsOf(4), countsOf(2)]);
    for (const trace of [alone, { ...alone, group: null }])
      expect(viewTraceSteps(trace).map((s) => s.advantage?.value ?? null)).toEqual([null, -0.5]);
  });

  it("knows neither advantage beside a missing step, and drops nowhere then", () => {
    const steps = viewTraceSteps(
      traceDetailOf([countsOf(4), countsOf(0, 0, 4), countsOf(1)], { right: 4, graded: 4 }),
    );
    expect(steps.map((s) => s.advantage?.value ?? null)).toEqual([0, null, null]);
    expect(steps.some((s) => s.isLargestDrop)).toBe(false);
  });

  it("cuts bodies by code points, so that emoji do not shift them", () => {
    const trace = traceDetailOf([countsOf(1), countsOf(1), countsOf(1)], { response: "😀a👩‍👧" });
    expect(viewTraceSteps(trace).map((s) => s.body)).toEqual(["😀", "a", "👩"]);
  });

  it("hands hostile text on as it is", () => {
    const body = "<script>alert(1)</script>";
    const trace = traceDetailOf([countsOf(1)], { response: body });
    trace.traceSteps = trace.traceSteps.map((s) => ({ ...s, text: { start: 0, end: body.length } }));
    expect(viewTraceSteps(trace)[0]).toMatchObject({ body, characters: body.length });
  });
});

describe("viewGate", () => {
  const parts: RewardParts = {
    ...{ reward: 1, format: 1, formatValid: true, lengthValid: true, stepCount: 2, outcome: 1 },
    ...{ outcomeGated: 1, process: 1, processGated: 1, stepBonus: 0, gate: "pass" },
  };
  const gated = (trace: TraceDetail, gate: RewardParts["gate"]) =>
    viewGate({ ...trace, rewardParts: { ...parts, gate } });

  it("says nothing of a trace without a reward", () => {
    expect(viewGate(traceDetailOf([countsOf(4)]))).toBeNull();
  });

  it("tells the chance of a wrong decision, larger the nearer the counts are to tau", () => {
    const sure = gated(traceDetailOf([countsOf(4), countsOf(4), countsOf(4)]), "pass");
    const close = gated(traceDetailOf([countsOf(2), countsOf(2), countsOf(2)]), "pass");
    expect(sure?.pWrong).toBeGreaterThan(0);
    expect(close?.pWrong).toBeGreaterThan(sure?.pWrong ?? 1);
  });

  it.each(["off", "undetermined"] as const)("tells no chance where the gate was %s", (verdict) => {
    expect(gated(traceDetailOf([countsOf(4)]), verdict)).toEqual({ verdict, pWrong: null });
  });

  it("tells no chance where every continuation was lost", () => {
    expect(gated(traceDetailOf([countsOf(0, 0, 4)]), "fail")).toEqual({ verdict: "fail", pWrong: null });
  });

  it("looks only at the trace steps that the gate looked at", () => {
    const scored = Array.from({ length: 6 }, () => countsOf(4));
    const withMore = gated(traceDetailOf([...scored, countsOf(0), countsOf(0)]), "pass");
    expect(withMore).toEqual(gated(traceDetailOf(scored), "pass"));
  });
});
