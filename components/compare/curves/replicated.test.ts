import { describe, expect, it } from "vitest";
import type { ReplicatedArm, ReplicatedCatalogueEntry, ReplicatedSeed } from "@/lib/contracts";
import { pointwiseBand } from "@/lib/stats/pointwise-band";
import { curveSections, metricNames } from "./choose-metrics";
import { countText, placeNear, placeRows } from "./describe-place";
import { prepareReplicated, type ReplicatedCurve } from "./prepare-replicated";
import { replicatedCsv } from "./replicated-csv";

const look = { colour: "#123456", dash: "" };

function armOf(key: string, seeds: (number | null)[][], x?: number[]): ReplicatedArm {
  const places = x ?? (seeds[0] ?? []).map((_, i) => i + 1);
  return {
    ...{ arm: key, stage: "grpo", x: places, launched: seeds.length },
    trainSteps: places.map((at): [number, number] => [at, at]),
    ...pointwiseBand(seeds),
    seeds: seeds.map(
      (values, i): ReplicatedSeed => ({
        ...{ runId: `run_${i}`, seed: i + 1, status: "succeeded", values, odd: [] },
      }),
    ),
  };
}

const source = (arm: ReplicatedArm) => ({ arm, label: arm.arm, look });
const plotOf = (...arms: ReplicatedArm[]) => prepareReplicated(arms.map(source), "trainStep");
const curveOf = (arm: ReplicatedArm): ReplicatedCurve => {
  const [curve] = plotOf(arm).curves;
  if (!curve) throw new Error("no curve");
  return curve;
};

describe("replicated curves as they are drawn", () => {
  it("breaks the mean where n changes, and draws no mean of one seed", () => {
    const curve = curveOf(
      armOf("mixed", [
        [1, 2, 3, 4, 5],
        [3, 4, 5, 6, null],
        [5, 6, null, null, null],
      ]),
    );
    expect(curve.mean.map(({ n, fewer, points }) => [n, fewer, points.map((p) => p.y)])).toEqual([
      [3, false, [3, 4]],
      [2, true, [4, 5]],
    ]);
    expect(curve.seeds[0]?.points.map(({ y }) => y)).toEqual([1, 2, 3, 4, 5]);
  });

  it("counts a seed that was launched and never logged as missing all along", () => {
    const arm = { ...armOf("mixed", [[1], [2], [3]]), launched: 4 };
    expect(curveOf(arm).mean.map(({ n, fewer }) => [n, fewer])).toEqual([[3, true]]);
    expect(placeRows(plotOf(arm), 1)[0]?.detail).toContain("n = 3 of 4");
  });

  it("draws the band of two seeds grey", () => {
    const curve = curveOf(
      armOf("mixed", [
        [1, 2],
        [2, 4],
        [3, null],
      ]),
    );
    expect(curve.bands.map(({ grey, places }) => [grey, places.length])).toEqual([
      [false, 1],
      [true, 1],
    ]);
  });

  it("says n along the whole axis, stretches meeting halfway", () => {
    const curve = curveOf(
      armOf("mixed", [
        [1, 1, 1],
        [1, 1, null],
      ]),
    );
    expect(curve.counts).toEqual([
      { n: 2, from: 1, to: 2.5 },
      { n: 1, from: 2.5, to: 3 },
    ]);
    expect(countText(curve)).toBe("n = 2 to 1");
  });

  it("keeps a missing value missing: the seed's line breaks, and where none is left there is n = 0", () => {
    const curve = curveOf(
      armOf("mixed", [
        [1, null, 3],
        [1, null, 5],
      ]),
    );
    expect(curve.mean.map(({ points }) => points.length)).toEqual([1, 1]);
    expect(curve.counts.map(({ n }) => n)).toEqual([2, 0, 2]);
    expect(curve.seeds[1]?.points[1]).toEqual({ x: 2, y: null });
  });

  it("shows every seed's value, and cuts a band that would squeeze them flat, saying so", () => {
    const { y, cut } = plotOf(armOf("mixed", [[0.4], [0.6]]));
    expect(cut).toBe(true);
    expect(y.lo).toBeLessThan(0.4);
    expect(y.lo).toBeGreaterThan(0);
    expect(y.hi).toBeGreaterThan(0.6);
    const calm = plotOf(armOf("mixed", [[0.4], [0.41], [0.42]], [1]), armOf("other", [[0], [1]]));
    expect(calm.y.lo).toBeLessThanOrEqual(0);
    expect(calm.y.hi).toBeGreaterThanOrEqual(1);
  });

  it("is empty without arms", () => {
    expect(plotOf()).toMatchObject({ empty: true, curves: [] });
  });

  it("marks non-finite values once, however many seeds logged them", () => {
    const arm = armOf("mixed", [
      [1, 2],
      [1, 2],
    ]);
    const odd = [{ at: 1, nan: true, posInf: false, negInf: true }];
    for (const seed of arm.seeds) seed.odd = odd;
    expect(curveOf(arm).edges).toEqual([
      { x: 2, edge: "top" },
      { x: 2, edge: "bottom" },
    ]);
  });
});

describe("what the card says", () => {
  const arm = armOf("mixed", [
    [1, 2, 3],
    [3, 4, null],
    [5, 6, null],
  ]);

  it("gives mean, band, n and every seed", () => {
    const [row] = placeRows(plotOf(arm), 1);
    expect(row?.value).toMatch(/^3\.000 \[−1\.968, 7\.968\]$/);
    expect(row?.detail).toBe("n = 3 of 3 · seed 1: 1.000, seed 2: 3.000, seed 3: 5.000");
  });

  it("calls one seed one seed, and says where an arm has nothing", () => {
    const longer = armOf("other", [[1, 1, 1, 1, 1, 1]]);
    const rows = placeRows(plotOf(arm, longer), 3);
    expect(rows[0]?.value).toBe("one seed, no mean");
    expect(placeRows(plotOf(arm, longer), 6)[0]?.value).toBe("none here");
  });

  it("finds the nearest place", () => {
    const curve = curveOf(armOf("mixed", [[1, 1, 1]], [10, 20, 40]));
    expect(placeNear(curve, 1, 14)).toEqual({ place: 0, inside: true });
    expect(placeNear(curve, 1, 31)).toEqual({ place: 2, inside: true });
    expect(placeNear(curve, 1, 51)).toEqual({ place: 2, inside: false });
  });
});

describe("a chart as CSV", () => {
  it("has one row an arm and place, with n and every seed; what is missing is empty", () => {
    const arm = armOf("=mixed", [
      [1, 2],
      [3, null],
    ]);
    arm.seeds[1]?.odd.push({ at: 1, nan: true, posInf: false, negInf: false });
    const [head, first, second] = replicatedCsv(plotOf(arm)).split("\r\n");
    expect(head).toBe(
      "arm,x: train step,first_train_step,last_train_step,n,mean,t95_lo,t95_hi,seed_1,seed_1_not_finite,seed_2,seed_2_not_finite",
    );
    expect(first).toMatch(/^'=mixed,1,1,1,2,2,-10\.7\d*,14\.7\d*,1,,3,$/);
    expect(second).toBe("'=mixed,2,2,2,1,,,,2,,,true");
  });
});

describe("which metrics are shown", () => {
  const entry = (name: string, stage: "sft" | "grpo"): ReplicatedCatalogueEntry => {
    return { name, stage, runs: 3, arms: [stage] };
  };
  const catalogue = [
    ...["optim/loss", "reward/mean", "reward/mean_sd", "x/own"].map((name) => entry(name, "grpo")),
    ...["optim/loss", "heldout/accuracy"].map((name) => entry(name, "sft")),
  ];
  const keys = (chosen: string[] | null) =>
    curveSections(catalogue, chosen).map(({ stage, panels }) => [stage, panels.map(({ name }) => name)]);

  it("are the usual ones, each stage with charts of its own", () => {
    expect(keys(null)).toEqual([
      ["grpo", ["reward/mean"]],
      ["sft", ["heldout/accuracy", "optim/loss"]],
    ]);
  });

  it("are the chosen ones, in both stages where both have them", () => {
    expect(keys(["optim/loss", "x/own", "no/such"])).toEqual([
      ["grpo", ["optim/loss", "x/own"]],
      ["sft", ["optim/loss"]],
    ]);
  });

  it("are the first others where no usual one was logged, and SDs are no choice of their own", () => {
    const own = [entry("a/one", "grpo"), entry("b/two", "grpo")];
    expect(curveSections(own, null)[0]?.panels.map(({ name }) => name)).toEqual(["a/one", "b/two"]);
    expect(metricNames(catalogue)).not.toContain("reward/mean_sd");
  });
});
