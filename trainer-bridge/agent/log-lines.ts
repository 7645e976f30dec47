import type { AgentLogLine } from "../../lib/contracts";

const LONGEST_EVENT = 100;
const LONGEST_TEXT = 2000;
const MOST_FIELDS = 50;
const MOST_ENTRIES = 50;
const DEEPEST = 4;

/** Anything that this server minted as a token, wherever it stands in a text. */
const TOKEN = /\bsw[avr]_[\w-]{20,}/g;
const HIDDEN = "[token]";

type Json = AgentLogLine["fields"][string];

/** A text without tokens and of a length that a log may have. */
function safeText(text: string): string {
  const hidden = text.replace(TOKEN, HIDDEN);
  return hidden.length > LONGEST_TEXT ? `${hidden.slice(0, LONGEST_TEXT)}…` : hidden;
}

/** Any value as JSON, cut to a size that a log may have; what JSON cannot say is said in words. */
function safeValue(value: unknown, depth: number): Json {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return safeText(String(value));
  if (value instanceof Error) return safeText(value.stack ?? value.message);
  if (depth === 0) return "…";
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((one) => safeValue(one, depth - 1));
  return safeFields(value, depth - 1);
}

function safeFields(value: object, depth: number): Record<string, Json> {
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .slice(0, MOST_FIELDS);
  return Object.fromEntries(
    entries.map(([name, one]) => [safeText(name).slice(0, LONGEST_EVENT), safeValue(one, depth)]),
  );
}

/** A line of the agent's log in the contract's words: bounded, and without any token that slipped in. */
export function logLine(at: Date, event: string, facts: Record<string, unknown> = {}): AgentLogLine {
  return {
    at: at.toISOString(),
    event: safeText(event).slice(0, LONGEST_EVENT) || "?",
    fields: safeFields(facts, DEEPEST),
  };
}
