import { z } from "zod";
import {
  evaluationConfig,
  grpoConfig,
  probeConfig,
  profile,
  rewardConfig,
  rewriteConfig,
  sftConfig,
} from "@/lib/contracts";

/** The sections of a run's configuration in the order in which they are read, and what each may hold. */
export const SETTING_SECTIONS: Readonly<Record<string, z.ZodType>> = {
  reward: rewardConfig,
  grpo: grpoConfig,
  sft: sftConfig,
  rewrite: rewriteConfig,
  probe: probeConfig,
  evaluation: evaluationConfig,
  profile,
};

/** Whether a value of a configuration has settings inside it. */
export const isSection = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A setting as text, the same for equal values; numbers in full. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value) && value.every((each) => typeof each === "string" || typeof each === "number"))
    return value.join(", ");
  return JSON.stringify(value) ?? "";
}

/** Settings as texts by dotted name; "" names a value alone. An empty record stays: it says that there is nothing. */
export function settingTexts(value: unknown, prefix = ""): Map<string, string> {
  if (value === undefined) return new Map();
  if (!isSection(value)) return new Map([[prefix, textOf(value)]]);
  const entries = Object.entries(value);
  if (entries.length === 0) return new Map([[prefix, "none"]]);
  return new Map(
    entries.flatMap(([name, inner]) => [...settingTexts(inner, prefix === "" ? name : `${prefix}.${name}`)]),
  );
}

/** Names of a section's settings in the contract's order: the database orders keys by itself. */
export const settingsOf = (schema: z.ZodType | undefined): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

/** What the contract says of a section's setting; "" if it says nothing. */
export function meaningOf(schema: z.ZodType | undefined, name: string): string {
  if (!(schema instanceof z.ZodObject)) return "";
  const field: unknown = schema.shape[name];
  return field instanceof z.ZodType ? (field.description ?? "") : "";
}
