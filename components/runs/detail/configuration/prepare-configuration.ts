import { z } from "zod";
import {
  evaluationConfig,
  grpoConfig,
  probeConfig,
  profile,
  type RunDetail,
  rewardConfig,
  rewriteConfig,
  sftConfig,
} from "@/lib/contracts";

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

const SECTIONS: readonly { key: string; title: string; schema?: z.ZodType }[] = [
  { key: "", title: "Run" },
  { key: "reward", title: "Reward", schema: rewardConfig },
  { key: "grpo", title: "GRPO", schema: grpoConfig },
  { key: "sft", title: "SFT", schema: sftConfig },
  { key: "rewrite", title: "Rewriting", schema: rewriteConfig },
  { key: "probe", title: "Probe", schema: probeConfig },
  { key: "evaluation", title: "Evaluation", schema: evaluationConfig },
  { key: "profile", title: "Profile", schema: profile },
];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A setting as text, the same for equal values; numbers in full. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value) && value.every((v) => typeof v === "string" || typeof v === "number"))
    return value.join(", ");
  return JSON.stringify(value) ?? "";
}

/** Settings by dotted name. An empty record stays a value: it says that there is nothing. */
function flattened(value: unknown, prefix = ""): Map<string, string> {
  if (!isRecord(value) || Object.keys(value).length === 0)
    return new Map(value === undefined ? [] : [[prefix, isRecord(value) ? "none" : textOf(value)]]);
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [
      ...flattened(inner, prefix === "" ? name : `${prefix}.${name}`),
    ]),
  );
}

function meaningOf(schema: z.ZodType | undefined, name: string): string {
  if (!(schema instanceof z.ZodObject)) return "";
  const field: unknown = schema.shape[name];
  return field instanceof z.ZodType ? (field.description ?? "") : "";
}

function rowsOf(
  schema: z.ZodType | undefined,
  own: unknown,
  other: unknown,
  compared: boolean,
): SettingRow[] {
  const [mine, theirs] = [flattened(own), flattened(other)];
  // The database orders keys by itself; a reader looks for them where the contract has them.
  const inContract = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const names = [
    ...new Set([
      ...inContract.filter((name) => mine.has(name) || theirs.has(name)),
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
      ([name, value]) => !(sections.has(name) && (isRecord(value) || value === null)),
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
