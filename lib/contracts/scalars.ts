import { z } from "zod";

/** Postgres `integer`; also more train steps than any run has. */
const MAX_INT = 2_147_483_647;

/** A number on the wire. JSON has no NaN or infinities, so they travel by name and are never 0 or null. */
export const encodedNumber = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]);
export type EncodedNumber = z.infer<typeof encodedNumber>;

/** Turns a wire number into a JavaScript number (NaN and infinities included). */
export function decodeNumber(value: EncodedNumber): number {
  return Number(value);
}

/** Turns any JavaScript number into its wire form. */
export function encodeNumber(value: number): EncodedNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

export const count = z.int().min(0).max(MAX_INT);
/** Bytes, tokens and milliseconds of a whole run outgrow 32 bits; the columns are bigint. */
export const bigCount = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
export const trainStep = z.int().min(0).max(MAX_INT);
/** A whole number as it stands in a query, within what a column holds. */
export const wholeNumber = z.coerce.number().int().min(0).max(MAX_INT);
/** What the operating system calls a process or its end; the columns are integer. */
export const systemNumber = z
  .int()
  .min(-MAX_INT - 1)
  .max(MAX_INT);
export const seed = z.int().min(0).max(MAX_INT);

/** 9999-12-31T23:59:59.999Z: JavaScript and Postgres write later moments in ways of their own. */
const LAST_MOMENT_MS = 253_402_300_799_999;
/** Longest text of a moment with an offset and more digits than any clock has. */
const MAX_TIME_LENGTH = 40;
const ABSURD_OFFSET = /[+-](1[6-9]|2\d):\d\d$/;

function isStorableMoment(text: string): boolean {
  const ms = Date.parse(text);
  // The format's own complaint is enough.
  if (Number.isNaN(ms)) return true;
  if (text.length > MAX_TIME_LENGTH || ABSURD_OFFSET.test(text)) return false;
  return ms >= 0 && ms <= LAST_MOMENT_MS;
}

/** A moment that Postgres and JavaScript both can hold: one that only the database refuses would come back for ever. */
export const isoTime = z.iso
  .datetime({ offset: true })
  .refine(isStorableMoment, "must lie between 1970 and 9999, with an offset below 16 hours");
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a sha256 in lower-case hex");

/** Short machine key: arms, benchmarks, dataset names. Used in URLs and as map keys. */
export const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "use lower-case letters, digits and hyphens (63 at most)");

/** Text shown to people: one line, trimmed, never empty. */
export const label = z.string().trim().min(1).max(200);

/** A half-open span [start, end). */
export const span = z.strictObject({ start: count, end: count }).refine((s) => s.end >= s.start, {
  error: "end must not lie before start",
});
export type Span = z.infer<typeof span>;
