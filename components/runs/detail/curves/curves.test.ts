import { describe, expect, it } from "vitest";
import type { RunSibling } from "@/lib/contracts";
import { metricGroups, namesOf } from "./metric-panels";
import { usualChoices } from "./run-choices";
import { partLook, shownRuns } from "./shown-runs";
import { smoothingOf } from "./url-state";

const NAMES = [
  "custom/thing",
  "c/10",
  "c/02",
  "reward/outcome",
  "reward/mean",
  "reward/mean_sd",
  "share/gate_pass",
  "loose_sd",
];

describe("metricGroups", () => {
  const titles = (runs: number) =>
    metricGroups(NAMES, runs).map(({ key, panels }) => [key, panels.map((panel) => panel.key)]);

  it("puts the reward first and unknown metrics last, and loses none", () => {
    expect(titles(2)).toEqual([
      ["reward", ["reward/mean", "reward/outcome"]],
      ["share", ["share/gate_pass"]],
      ["c", ["c/02", "c/10"]],
      ["other", ["loose_sd", "custom/thing"]],
    ]);
    expect(metricGroups(NAMES, 2).flatMap(namesOf).sort()).toEqual([...NAMES].sort());
  });

  it("joins c_i by trace step in one chart for one run only", () => {
    const [, , one] = metricGroups(NAMES, 1);
    expect(one?.panels.map((panel) => panel.names)).toEqual([["c/02", "c/10"]]);
  });

  it("draws an SD around its mean, and on its own where the mean is absent", () => {
    const [reward] = metricGroups(NAMES, 1);
    expect(reward?.panels[0]?.spread).toBe("reward/mean_sd");
    expect(metricGroups(["loose_sd"], 1)[0]?.panels[0]?.names).toEqual(["loose_sd"]);
  });

  it("has no group without metrics", () => expect(metricGroups([], 1)).toEqual([]));
});

const sibling = (id: string, armPosition: number | null, seed: number): RunSibling => ({
  ...{
    id,
    name: id,
    armId: armPosition === null ? null : `arm_${armPosition}`,
    armName: null,
    armPosition,
    seed,
  },
  ...{ stage: armPosition === null ? "sft" : "grpo", status: "running" },
});
const main = sibling("main", 1, 1);
const others = [sibling("w", null, 1), sibling("a2", 2, 1), sibling("a1s2", 1, 2), sibling("a2s2", 2, 2)];

describe("shownRuns", () => {
  it("puts the page's run first and ignores ids that are not there", () => {
    expect(shownRuns(main, others, ["a2s2", "gone", "a2"]).map(({ id }) => id)).toEqual([
      "main",
      "a2",
      "a2s2",
    ]);
  });

  it("gives seeds of an arm its colour and dashes of their own", () => {
    const [own, other, same] = shownRuns(main, others, ["a2", "a1s2"]);
    expect(same?.look.colour).toBe(own?.look.colour);
    expect(same?.look.dash).not.toBe(own?.look.dash);
    expect(other?.look.colour).not.toBe(own?.look.colour);
  });

  it("draws eight runs at the most", () => {
    const many = Array.from({ length: 20 }, (_, i) => sibling(`r${i}`, 3, i));
    expect(
      shownRuns(
        main,
        many,
        many.map(({ id }) => id),
      ),
    ).toHaveLength(8);
  });

  it("gives the parts of a whole looks that differ", () => {
    expect(new Set(Array.from({ length: 8 }, (_, i) => partLook(i).colour)).size).toBe(8);
  });
});

describe("usualChoices", () => {
  it("offers the other arms at this seed and the other seeds of this arm, of the same stage", () => {
    expect(usualChoices(main, others)).toEqual({ sameSeed: ["a2"], sameArm: ["a1s2"] });
  });

  it("offers other warm-ups beside a warm-up", () => {
    const warmUps = [sibling("w2", null, 2), ...others];
    expect(usualChoices(sibling("w1", null, 1), warmUps)).toEqual({ sameSeed: [], sameArm: ["w2"] });
  });
});

describe("smoothingOf", () => {
  it.each([
    [-1, 0],
    [2, 0.99],
    [Number.NaN, 0],
    [0.5, 0.5],
  ])("draws %f as %f", (smooth, drawn) => {
    expect(smoothingOf({ x: "trainStep", smooth, with: [], from: null, to: null })).toBe(drawn);
  });
});
