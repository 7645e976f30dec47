import { unescapeText } from "@/lib/domain/stored-text";

function unescapeTexts(value: unknown): unknown {
  if (typeof value === "string") return unescapeText(value);
  if (Array.isArray(value)) return value.map(unescapeTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [unescapeText(key), unescapeTexts(inner)]),
  );
}

/** An event's body as it was sent: texts that had to be escaped to be stored are read back, keys included. */
export function readBody(body: Record<string, unknown>, textEscaped: boolean): Record<string, unknown> {
  if (!textEscaped) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [unescapeText(key), unescapeTexts(value)]),
  );
}
