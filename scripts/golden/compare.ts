import type { Tolerance } from "./file";

/**
 * Differences between what was computed and what is expected, one line each; empty where they agree.
 * Numbers within the tolerance, null only with null, text and truth values equal, lists of one length, element by
 * element. Fields that only the computed value has are ignored; fields that only the expected one has are differences.
 */
export function differencesOf(got: unknown, expected: unknown, tolerance: Tolerance, path = ""): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return [line(path, got, expected)];
    return expected.flatMap((value, i) => differencesOf(got[i], value, tolerance, `${path}[${i}]`));
  }
  if (isRecord(expected)) {
    if (!isRecord(got)) return [line(path, got, expected)];
    return Object.entries(expected).flatMap(([key, value]) =>
      differencesOf(got[key], value, tolerance, path === "" ? key : `${path}.${key}`),
    );
  }
  return same(got, expected, tolerance) ? [] : [line(path, got, expected)];
}

function same(got: unknown, expected: unknown, { abs, rel }: Tolerance): boolean {
  if (typeof got === "number" && typeof expected === "number")
    return got === expected || Math.abs(got - expected) <= abs + rel * Math.abs(expected);
  return got === expected;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function line(path: string, got: unknown, expected: unknown): string {
  return `${path || "value"}: got ${shown(got)}, expected ${shown(expected)}`;
}

/** JSON without its loss of NaN and undefined, cut to a readable length. */
function shown(value: unknown): string {
  const text = typeof value === "number" || value === undefined ? String(value) : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
