import { paper } from "./paper";
import type { Preset } from "./preset";
import { quickstart } from "./quickstart";
import { tinySmoke } from "./tiny-smoke";

export type { Preset } from "./preset";

/** Launches to start from. The first is what the form opens with. */
export const PRESETS: Preset[] = [quickstart, paper, tinySmoke];

export function presetOf(key: string): Preset | null {
  return PRESETS.find((preset) => preset.key === key) ?? null;
}
