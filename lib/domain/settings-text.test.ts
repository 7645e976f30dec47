import { describe, expect, it } from "vitest";
import { meaningOf, SETTING_SECTIONS, settingsOf, settingTexts } from "./settings-text";

describe("settingTexts", () => {
  it("names every setting with dots and says each value in words", () => {
    const config = {
      reward: { tau: 0.5, gate: true },
      probe: null,
      tasks: ["a", "b"],
      deep: { x: [{ y: 1 }] },
    };
    expect([...settingTexts(config)]).toEqual([
      ["reward.tau", "0.5"],
      ["reward.gate", "on"],
      ["probe", "none"],
      ["tasks", "a, b"],
      ["deep.x", '[{"y":1}]'],
    ]);
  });

  it("keeps an empty section, a value alone, and leaves out what is not there", () => {
    expect([...settingTexts({ reward: {} })]).toEqual([["reward", "none"]]);
    expect([...settingTexts("warm-up")]).toEqual([["", "warm-up"]]);
    expect([...settingTexts(undefined)]).toEqual([]);
    expect([...settingTexts({ seed: undefined })]).toEqual([]);
  });
});

describe("the contract's words", () => {
  it("say what a setting means; nothing for one that it does not know", () => {
    expect(meaningOf(SETTING_SECTIONS.reward, "tau")).toContain("τ");
    expect(meaningOf(SETTING_SECTIONS.reward, "novel")).toBe("");
    expect(meaningOf(undefined, "tau")).toBe("");
  });

  it("order a section's settings", () => {
    expect(settingsOf(SETTING_SECTIONS.probe)[0]).toBe("everyTrainSteps");
    expect(settingsOf(undefined)).toEqual([]);
  });
});
