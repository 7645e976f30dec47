import { describe, expect, it } from "vitest";
import { ablationSpec } from "@/lib/contracts";
import { checkLaunch } from "@/lib/domain/check-launch";
import { PRESETS, presetOf } from "./index";

describe("presets", () => {
  it.each(PRESETS.map((preset) => [preset.key, preset] as const))(
    "%s could be launched as it is",
    (key, preset) => {
      expect(ablationSpec.parse(preset.spec)).toEqual(preset.spec);
      expect(checkLaunch(preset.spec)).toEqual([]);
      expect(presetOf(key)).toBe(preset);
    },
  );

  it("has no two of the same key, and none by an unknown one", () => {
    expect(new Set(PRESETS.map((preset) => preset.key)).size).toBe(PRESETS.length);
    expect(presetOf("nothing")).toBeNull();
  });
});
