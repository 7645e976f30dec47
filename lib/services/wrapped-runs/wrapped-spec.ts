import type { AblationSpec } from "@/lib/contracts";
import { presetOf } from "@/lib/presets";

/**
 * The spec of a project of wrapped commands. They are no launch: nothing is trained, evaluated or seeded by this; it
 * stands where every ablation has one.
 */
export function wrappedSpec(project: string): AblationSpec {
  const preset = presetOf("tiny-smoke");
  if (!preset) throw new Error("the preset tiny-smoke is gone");
  return {
    ...preset.spec,
    name: project,
    description: "Commands that people started with `stepwell run`.",
    seeds: [0],
    arms: [{ key: "command", name: "Commands", training: null, place: null }],
    baselineArm: null,
    contrast: null,
  };
}
