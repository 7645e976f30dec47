/** Reads a typed number; null for anything that is none ("", "-", "1e", "abc"). Accepts a decimal comma. */
export function parseNumber(text: string): number | null {
  const trimmed = text.trim().replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

/** The text of a number as a person would type it: small ones as 1e-4 and not 0.0001. */
export function showNumber(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "";
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential().replace("e+", "e");
  return String(value);
}
