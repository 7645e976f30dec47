import { describe, expect, it } from "vitest";
import type { SolvabilityCell } from "@/lib/contracts";
import { multiplesOf, sharedAxes } from "./heatmap-multiples-rows";
import { originOf } from "./origin-of";

describe("originOf", () => {
  it("takes training where it is scored, the probe where only that is, and what is asked above all", () => {
    expect(originOf(null, ["train", "probe"])).toBe("train");
    expect(originOf(null, ["probe"])).toBe("probe");
    expect(originOf(null, [])).toBe("train");
    expect(originOf("train", ["probe"])).toBe("train");
  });
});

describe("small multiples", () => {
  it("have one place for each arm that trains and each seed, with or without a run", () => {
    const arm = (id: string, position: number, trains: boolean) => ({
      id,
      key: id,
      name: id,
      position,
      trains,
    });
    const detail = {
      summary: { arms: [arm("sft", 0, false), arm("mixed", 1, true)], seeds: [1, 2] },
      runs: [{ id: "run_2", armId: "mixed", seed: 2 }],
    } as unknown as Parameters<typeof multiplesOf>[0];
    const multiples = multiplesOf(detail);
    expect(multiples.map((m) => m.key)).toEqual(["mixed"]);
    expect(multiples[0]?.runs.map((r) => r.run?.id ?? null)).toEqual([null, "run_2"]);
  });

  it("share axes: train steps among one origin, trace steps among all", () => {
    const cell = (trainStep: number, traceStep: number): SolvabilityCell => ({
      ...{ trainStep, traceStep, scored: 1, missing: 0, notScored: 0, meanC: 1, sdC: null },
      ...{ returned: 4, successes: 4 },
    });
    const grids = [
      { origin: "train" as const, cells: [cell(9, 1)] },
      { origin: "train" as const, cells: [cell(1, 4), cell(9, 2)] },
      { origin: "probe" as const, cells: [cell(5, 6)] },
    ];
    expect(sharedAxes(grids, "train")).toEqual({ trainSteps: [1, 9], traceSteps: 6 });
    expect(sharedAxes(grids, "probe")).toEqual({ trainSteps: [5], traceSteps: 6 });
    expect(sharedAxes([], "train")).toEqual({ trainSteps: [], traceSteps: 0 });
  });
});
