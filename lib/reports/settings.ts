import { z } from "zod";
import {
  evaluationConfig,
  type FrozenRun,
  grpoConfig,
  probeConfig,
  profile,
  rewardConfig,
  rewriteConfig,
  sftConfig,
} from "@/lib/contracts";
import type { AblationResults } from "@/lib/contracts/results";

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

const SCHEMAS: Record<string, z.ZodType> = {
  reward: rewardConfig,
  grpo: grpoConfig,
  sft: sftConfig,
  rewrite: rewriteConfig,
  probe: probeConfig,
  evaluation: evaluationConfig,
  profile,
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value) && value.every((each) => typeof each === "string" || typeof each === "number"))
    return value.join(", ");
  return JSON.stringify(value) ?? "";
}

/** Settings as texts by dotted name; an empty record says that there is nothing. */
function flattened(value: unknown, prefix = ""): [string, string][] {
  if (!isRecord(value)) return value === undefined ? [] : [[prefix, textOf(value)]];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[prefix, "none"]];
  return entries.flatMap(([name, inner]) => flattened(inner, prefix === "" ? name : `${prefix}.${name}`));
}

function meaningOf(name: string): string {
  const [section = "", field = ""] = name.split(".");
  const schema = SCHEMAS[section];
  if (!(schema instanceof z.ZodObject)) return "";
  const found: unknown = schema.shape[field];
  return found instanceof z.ZodType ? (found.description ?? "") : "";
}

/** One column's settings; where its seeds differ (they should not) all values stand beside each other. */
function columnOf(runs: readonly FrozenRun[]): Map<string, string> {
  const values = new Map<string, Set<string>>();
  for (const run of runs)
    for (const [name, text] of flattened(run.config))
      values.set(name, (values.get(name) ?? new Set()).add(text));
  return new Map([...values].map(([name, texts]) => [name, [...texts].join(" | ")]));
}

/** Sections in the contract's order, then whatever else there is; names within a section as the contract has them. */
function inOrder(names: readonly string[]): string[] {
  const sections = Object.keys(SCHEMAS);
  const rank = (name: string): [number, number] => {
    const [section = "", field = ""] = name.split(".");
    const schema = SCHEMAS[section];
    const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
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
    return { name, meaning: meaningOf(name), values, differs };
  });
  return { columns: columns.map((column) => column.name), rows };
}
