import type { FrozenRun } from "@/lib/contracts";
import type { AblationResults } from "@/lib/contracts/results";
import { meaningOf, SETTING_SECTIONS, settingsOf, settingTexts } from "@/lib/domain/settings-text";

export interface SettingRow {
  /** Dotted name in the configuration. */
  name: string;
  /** What the contract says it is; "" if it says nothing. */
  meaning: string;
  /** One text a column; null: this arm has no such setting. */
  values: (string | null)[];
  differs: boolean;
}

export interface SettingsTable {
  /** Names of the columns: trained arms, then the warm-ups. */
  columns: string[];
  rows: SettingRow[];
}

/** One column's settings; where its seeds differ (they should not) all values stand beside each other. */
function columnOf(runs: readonly FrozenRun[]): Map<string, string> {
  const values = new Map<string, Set<string>>();
  for (const run of runs)
    for (const [name, text] of settingTexts(run.config))
      values.set(name, (values.get(name) ?? new Set()).add(text));
  return new Map([...values].map(([name, texts]) => [name, [...texts].join(" | ")]));
}

/** Section and name of a setting by its dotted name. */
function partsOf(name: string): [string, string] {
  const [section = "", field = ""] = name.split(".");
  return [section, field];
}

/** Sections in the contract's order, then whatever else there is; names within a section as the contract has them. */
function inOrder(names: readonly string[]): string[] {
  const sections = Object.keys(SETTING_SECTIONS);
  const rank = (name: string): [number, number] => {
    const [section, field] = partsOf(name);
    const fields = settingsOf(SETTING_SECTIONS[section]);
    const at = sections.indexOf(section);
    const within = fields.indexOf(field);
    return [at < 0 ? sections.length : at, within < 0 ? fields.length : within];
  };
  return [...names].sort((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    return one[0] - other[0] || one[1] - other[1] || (a < b ? -1 : 1);
  });
}

/**
 * Every setting of every trained arm beside each other, and of the warm-ups; `differs` marks those in which the trained
 * arms are not all the same, which is what an ablation varies.
 */
export function settingsTable(
  runs: readonly FrozenRun[],
  results: Pick<AblationResults, "arms">,
): SettingsTable {
  const arms = results.arms
    .map((arm) => ({
      name: arm.name,
      runs: runs.filter((run) => run.arm === arm.key && run.stage === "grpo"),
    }))
    .filter((arm) => arm.runs.length > 0);
  const warmUps = runs.filter((run) => run.stage === "sft");
  const columns = [...arms, ...(warmUps.length > 0 ? [{ name: "Warm-ups (SFT)", runs: warmUps }] : [])];
  const settings = columns.map((column) => columnOf(column.runs));
  const names = inOrder([...new Set(settings.flatMap((column) => [...column.keys()]))]);
  const rows = names.map((name): SettingRow => {
    const values = settings.map((column) => column.get(name) ?? null);
    const differs = new Set(values.slice(0, arms.length)).size > 1;
    const [section, field] = partsOf(name);
    return { name, meaning: meaningOf(SETTING_SECTIONS[section], field), values, differs };
  });
  return { columns: columns.map((column) => column.name), rows };
}
