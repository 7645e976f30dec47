import { describe, expect, it } from "vitest";
import { PAPER_REWARD, settingChanges, whatIfSettings } from "@/lib/contracts";
import { toWhatIfSettings } from "@/lib/rewards";
import { applyChanges, CHANGEABLE, changedSettings } from "./what-if-changes";

const stored = toWhatIfSettings(PAPER_REWARD);

describe("applyChanges", () => {
  it("leaves everything else as the arm has it", () => {
    expect(applyChanges(stored, {})).toEqual(stored);
    expect(applyChanges(stored, { tau: 0.75 })).toEqual({ ...stored, tau: 0.75 });
  });

  it("needs one of the two weights", () => {
    for (const lambdaProcess of [0, 0.1, 0.3, 0.7, 0.9, 1]) {
      const settings = applyChanges(stored, { lambdaProcess });
      expect(whatIfSettings.safeParse(settings).success).toBe(true);
      expect(applyChanges(stored, { lambdaOutcome: settings.lambdaOutcome })).toEqual(settings);
    }
  });

  it("keeps weights that do not add up, for the contract to refuse", () => {
    const settings = applyChanges(stored, { lambdaProcess: 0.5, lambdaOutcome: 0.7 });
    expect(whatIfSettings.safeParse(settings).error?.issues[0]?.path).toEqual(["lambdaProcess"]);
  });
});

describe("changedSettings", () => {
  it("names what differs, both weights where one was given", () => {
    expect(changedSettings(stored, stored)).toEqual([]);
    const after = applyChanges(stored, { lambdaProcess: 0.5, scheme: "clipped" });
    expect(changedSettings(stored, after)).toEqual(["scheme", "lambdaOutcome", "lambdaProcess"]);
  });

  it("knows every setting of the contract", () => {
    expect([...CHANGEABLE].sort()).toEqual(Object.keys(settingChanges.shape).sort());
  });

  it("fills in nothing that was not asked for", () => {
    expect(settingChanges.parse({})).toEqual({});
  });
});
