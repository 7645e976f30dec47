import { describe, expect, it } from "vitest";
import { ARMS } from "@/lib/presets/arms";
import { TINY_REWARD, TINY_SPEC } from "@/lib/presets/quickstart";
import { checkLaunch } from "./check-launch";

const paths = (spec: typeof TINY_SPEC) => checkLaunch(spec).map((field) => field.path);

describe("checks before a launch", () => {
  it("names unknown benchmarks and task families by their place", () => {
    expect(paths({ ...TINY_SPEC, benchmarks: ["tiny-harder", "math-500"] })).toEqual(["benchmarks.1"]);
    expect(paths({ ...TINY_SPEC, profile: { kind: "tiny", families: ["sudoku", "chain-sum"] } })).toEqual([
      "profile.families.0",
    ]);
  });

  it("refuses a length window that no response can reach", () => {
    const reward = { ...TINY_REWARD, lengthMin: 500, lengthMax: 600 };
    const arms = [ARMS.sft(), ARMS.processOnly(reward)];
    expect(paths({ ...TINY_SPEC, arms, contrast: null })).toEqual(["arms.1.training.reward.lengthMin"]);
    const unpaid = [ARMS.processOnly({ ...reward, lengthReward: 0 })];
    expect(paths({ ...TINY_SPEC, arms: unpaid, contrast: null })).toEqual([]);
  });
});
