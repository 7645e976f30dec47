import { decodeNumber, encodedNumber, encodeNumber } from "@/lib/contracts";

/** Postgres `integer`. */
const MAX_INT = 2_147_483_647;
const MAX_LABEL = 200;

/**
 * A number as logs hold it: JSON's, Parquet's 64-bit integers, NaN and the infinities by name. Null for anything else:
 * what is no number is unknown, never 0. True and false are no numbers.
 */
export function numberOf(value: unknown): number | null {
  if (typeof value === "bigint") return Number(value);
  const parsed = encodedNumber.safeParse(value);
  if (parsed.success) return decodeNumber(parsed.data);
  return typeof value === "number" ? value : null;
}

/** A number on the wire, NaN and the infinities by name; null stays null. */
export function wireNumber(value: number | null) {
  return value === null ? null : encodeNumber(value);
}

/** A whole number from 0 as logs hold it: an integer, a float without a fraction, digits in a string; else null. */
export function wholeOf(value: unknown): number | null {
  const text = typeof value === "string" && /^\s*\d{1,10}\s*$/.test(value);
  const number = text ? Number(value) : numberOf(value);
  return number !== null && Number.isInteger(number) && number >= 0 && number <= MAX_INT ? number : null;
}

/** 1 right, 0 wrong, as true and false or as exactly these numbers; null for everything else. */
export function outcomeOf(value: unknown): 0 | 1 | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = numberOf(value);
  return number === 0 || number === 1 ? number : null;
}

/** A text as it is; numbers, lists and objects as JSON; null of nothing. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(plainValue(value));
}

/**
 * A value as JSON can hold it without losing what it says: NaN and the infinities by name (JSON would write null), 64-bit
 * integers as numbers where these are exact and as digits where not, moments as ISO text, bytes as their count.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value === "number") return encodeNumber(value);
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainValue(each)]));
}

/** Fields that no column has, as `extra` keeps them; null where there are none. */
export function extraOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return kept.length === 0 ? null : Object.fromEntries(kept.map(([key, value]) => [key, plainValue(value)]));
}

/** A text as a label: one line, its end kept where it is too long (of a path that is what differs). */
export function labelOf(text: unknown, fallback: string): string {
  const line = typeof text === "string" ? text.replace(/\s+/g, " ").trim() : "";
  return line.slice(-MAX_LABEL).trim() || fallback;
}
