import { type FormField, formFields } from "@/components/ui/schema-form/form-schema";
import type { LaunchOptions } from "@/lib/contracts";
import { launcherContract } from "@/lib/contracts/launchers";

/** One setting that a launch changes, in a few words. */
export interface LaunchChip {
  /** Dotted path of the setting. */
  path: string;
  text: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const wordsOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function chipOf(field: FormField, path: string, value: unknown): LaunchChip[] {
  if (field.kind === "object" && isRecord(value)) return chipsOf(field.fields, `${path}.`, value);
  if (field.kind === "map" && isRecord(value))
    return Object.entries(value).map(([name, entry]) => ({
      path: `${path}.${name}`,
      text: entry === true ? name : `${name} ${wordsOf(entry)}`,
    }));
  if (field.kind === "boolean") return [{ path, text: `${field.label} ${value === true ? "on" : "off"}` }];
  if (field.kind === "list" && Array.isArray(value))
    return [{ path, text: `${field.label} ${value.map(wordsOf).join(", ")}` }];
  const unit = field.unit ? ` ${field.unit}` : "";
  return [{ path, text: `${field.label} ${wordsOf(value)}${unit}` }];
}

function chipsOf(fields: readonly FormField[], prefix: string, value: Record<string, unknown>): LaunchChip[] {
  const known = fields.flatMap((field) =>
    value[field.name] === undefined ? [] : chipOf(field, `${prefix}${field.name}`, value[field.name]),
  );
  const names = new Set(fields.map((field) => field.name));
  const others = Object.entries(value).filter(([name]) => !names.has(name));
  return [
    ...known,
    ...others.map(([name, entry]) => ({ path: `${prefix}${name}`, text: `${name} ${wordsOf(entry)}` })),
  ];
}

/** What a launch says differently from its host, one chip for each setting, in the order of the launcher's form. */
export function launchChips(launcher: string | null, launch: LaunchOptions): LaunchChip[] {
  const contract = launcher === null ? null : launcherContract(launcher);
  return chipsOf(contract ? formFields(contract.job) : [], "", launch);
}
