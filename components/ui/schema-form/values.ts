import type { z } from "zod";

/** An object of settings as it is typed: what is left out is not in it. */
export type FormValue = Readonly<Record<string, unknown>>;

/** A value as an object of settings; empty for anything else. */
export function asObject(value: unknown): FormValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The object with one setting changed; `undefined` leaves it out. */
export function withSetting(value: FormValue, name: string, next: unknown): FormValue {
  if (next !== undefined) return { ...value, [name]: next };
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

/** Faults by the dotted path of the setting that has them. */
export type FormErrors = Readonly<Record<string, string>>;

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, name) => asObject(inner)[String(name)], value);
}

/** What is wrong with the settings as they stand, the first fault of each; empty if nothing is. */
export function formErrors(schema: z.ZodType, value: unknown): FormErrors {
  const errors: Record<string, string> = {};
  for (const issue of schema.safeParse(value).error?.issues ?? []) {
    const missing = issue.code === "invalid_type" && at(value, issue.path) === undefined;
    errors[issue.path.join(".")] ??= missing ? "is needed" : issue.message;
  }
  return errors;
}

/** The fault of a setting, or the first one of what it holds. */
export function errorAt(errors: FormErrors, path: string, { within = false } = {}): string | undefined {
  if (errors[path] !== undefined || !within) return errors[path];
  const below = Object.keys(errors).find((key) => key.startsWith(`${path}.`));
  return below === undefined ? undefined : `${below.slice(path.length + 1)}: ${errors[below]}`;
}

/** A value as a person would type it: for placeholders. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** JSON where the text is JSON, else the text itself. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
