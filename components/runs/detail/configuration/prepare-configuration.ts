import type { z } from "zod";
import type { RunDetail } from "@/lib/contracts";
import { isSection, meaningOf, SETTING_SECTIONS, settingsOf, settingTexts } from "@/lib/domain/settings-text";

export interface SettingRow {
  /** Name in the configuration, dotted where it is nested. */
  name: string;
  /** What the contract says it is; "" if it says nothing. */
  meaning: string;
  value: string;
  /** The other run's value; undefined: nothing to compare with. */
  other: string | undefined;
  differs: boolean;
}

export interface SettingSection {
  key: string;
  title: string;
  rows: SettingRow[];
}

const TITLES: Readonly<Record<string, string>> = {
  reward: "Reward",
  grpo: "GRPO",
  sft: "SFT",
  rewrite: "Rewriting",
  probe: "Probe",
  evaluation: "Evaluation",
  profile: "Profile",
};
/** Everything outside of a section comes first, as the run's own. */
const SECTIONS: readonly { key: string; title: string; schema?: z.ZodType }[] = [
  { key: "", title: "Run" },
  ...Object.entries(SETTING_SECTIONS).map(([key, schema]) => ({ key, title: TITLES[key] ?? key, schema })),
];

function rowsOf(
  schema: z.ZodType | undefined,
  own: unknown,
  other: unknown,
  compared: boolean,
): SettingRow[] {
  const [mine, theirs] = [settingTexts(own), settingTexts(other)];
  const names = [
    ...new Set([
      ...settingsOf(schema).filter((name) => mine.has(name) || theirs.has(name)),
      ...mine.keys(),
      ...theirs.keys(),
    ]),
  ];
  return names.map((name) => {
    const value = mine.get(name) ?? "–";
    const others = theirs.get(name) ?? "–";
    return {
      name: name === "" ? "setting" : name,
      meaning: meaningOf(schema, name),
      value,
      other: compared ? others : undefined,
      differs: compared && value !== others,
    };
  });
}

/** The top level of a configuration without its sections, and what the run itself adds. */
function runPart(detail: Pick<RunDetail, "config" | "run" | "codeVersion">): Record<string, unknown> {
  const sections = new Set(SECTIONS.map(({ key }) => key));
  const own = Object.fromEntries(
    Object.entries(detail.config).filter(
      ([name, value]) => !(sections.has(name) && (isSection(value) || value === null)),
    ),
  );
  const { seed, plannedTrainSteps, modelId } = detail.run;
  return { seed, plannedTrainSteps, ...own, model: modelId || "–", codeVersion: detail.codeVersion };
}

/**
 * A run's settings as tables, with the contract's words for each, and beside them those of another run if one is given.
 * Settings that no section knows are shown under "Run": nothing is left out.
 */
export function prepareConfiguration(
  detail: Pick<RunDetail, "config" | "run" | "codeVersion" | "environment">,
  other: Pick<RunDetail, "config" | "run" | "codeVersion" | "environment"> | null,
): SettingSection[] {
  const compared = other !== null;
  const sections = SECTIONS.map(({ key, title, schema }) => {
    const [mine, theirs] =
      key === "" ? [runPart(detail), other && runPart(other)] : [detail.config[key], other?.config[key]];
    return {
      key: key || "run",
      title,
      rows: rowsOf(schema, mine ?? undefined, theirs ?? undefined, compared),
    };
  });
  const environment = rowsOf(undefined, detail.environment, other?.environment, compared);
  const named = environment.filter((row) => row.name !== "setting");
  return [
    ...sections,
    { key: "environment", title: "Environment, as the trainer found it", rows: named },
  ].filter(({ rows }) => rows.length > 0);
}
