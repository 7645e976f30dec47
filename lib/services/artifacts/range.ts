import { AppError } from "@/lib/domain/errors";

/**
 * The one part that a Range header asks for; null without one. `end` lies behind the last byte, null = to the end.
 * Throws `range-not-satisfiable` for what is not read here: several parts, or a part counted from the end.
 */
export function parseRange(header: string | null): { start: number; end: number | null } | null {
  if (header === null) return null;
  const match = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(header.trim());
  if (!match) throw new AppError("range-not-satisfiable", "ask for one part: bytes=<first>-<last>");
  const [, start, last] = match;
  return { start: Number(start), end: last === undefined ? null : Number(last) + 1 };
}
