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
export const seed = z.int().min(0).max(MAX_INT);
export const isoTime = z.iso.datetime({ offset: true });
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
