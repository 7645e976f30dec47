import type { ImportedMedia } from "@/lib/contracts";
import { recordOf } from "./json-lines";
import { textOf } from "./values";

const MOST_NAME = 1_000;

/** What a message's content came to: what was thought, what was said, what was called, and media by reference. */
export interface Content {
  reasoning: string[];
  text: string[];
  media: ImportedMedia[];
}

/** Turns a reference of the source (`attachment://…`) into what it stands for. */
export type Resolve = (text: string) => string;

/**
 * Content as chat formats write it: a string or a list of parts. Known are the parts of OpenAI's two APIs, Anthropic,
 * Inspect and OpenTelemetry GenAI. A part that is none of these is named where it stands, so that nothing is hidden.
 * @param media where numbering of earlier media of the same prompt goes on
 */
export function readContent(content: unknown, resolve: Resolve, media: ImportedMedia[] = []): Content {
  const read: Content = { reasoning: [], text: [], media };
  const parts = Array.isArray(content) ? content : content === null || content === undefined ? [] : [content];
  for (const part of parts) readPart(part, read, resolve);
  return read;
}

function readPart(part: unknown, into: Content, resolve: Resolve): void {
  const fields = recordOf(part);
  if (!fields) {
    const text = textOf(part);
    if (text !== null) into.text.push(resolve(text));
    return;
  }
  const type = typeof fields.type === "string" ? fields.type : "part";
  const medium = mediumOf(type, fields);
  if (medium !== null) into.text.push(addMedium(into.media, medium.kind, resolve(medium.name)));
  else if (REASONING.has(type)) into.reasoning.push(resolve(reasoningOf(fields)));
  else if (CALLS.has(type))
    into.text.push(callText(fields.name ?? fields.tool, fields.arguments ?? fields.input));
  else into.text.push(resolve(saidBy(fields) ?? `[${type}]`));
  if (type === "tool_use" && typeof fields.result === "string")
    into.text.push(resultText(fields.name, resolve(fields.result)));
}

const REASONING = new Set(["reasoning", "thinking", "redacted_thinking", "think"]);
const CALLS = new Set(["tool_use", "tool_call", "function_call"]);

/** What a provider withheld is encrypted: its summary where there is one, else that it was withheld. */
function reasoningOf(fields: Record<string, unknown>): string {
  const summary = fields.summary === undefined ? null : saidBy({ content: fields.summary });
  if (fields.redacted === true || fields.type === "redacted_thinking")
    return summary ?? "[reasoning that its provider withheld]";
  const thought = [fields.reasoning, fields.thinking, fields.text, fields.content].find(
    (each) => typeof each === "string" && each !== "",
  );
  return typeof thought === "string" ? thought : (summary ?? "");
}

/** The text of a part, wherever its format keeps it. */
function saidBy(fields: Record<string, unknown>): string | null {
  for (const each of [
    fields.text,
    fields.content,
    fields.value,
    fields.result,
    fields.response,
    fields.refusal,
  ])
    if (typeof each === "string") return each;
    else if (Array.isArray(each))
      return each.map((inner) => saidBy(recordOf(inner) ?? { text: inner }) ?? "").join("");
  return null;
}

function mediumOf(
  type: string,
  fields: Record<string, unknown>,
): { kind: "image" | "video"; name: string } | null {
  const kind = /image/.test(type) ? "image" : /video/.test(type) ? "video" : null;
  if (kind === null) return null;
  const places = [
    fields[type],
    fields[`${kind}_url`],
    fields[kind],
    fields.url,
    fields.path,
    fields.source,
    fields.file_id,
  ];
  for (const place of places) {
    const name = typeof place === "string" ? place : addressOf(recordOf(place));
    if (name !== null) return { kind, name };
  }
  return { kind, name: `${kind} without a name` };
}

function addressOf(place: Record<string, unknown> | null): string | null {
  if (!place) return null;
  const { url, path, data, media_type: type } = place;
  if (typeof data === "string" && typeof type === "string") return `data:${type};base64,${data}`;
  return typeof url === "string" ? url : typeof path === "string" ? path : null;
}

const DATA = /^data:([\w.+-]+\/[\w.+-]+)?[^,]{0,200},/;
const NO_BASE64 = /[^A-Za-z0-9+/]/;

/** Adds a medium, by reference or with the bytes of a data address; the words that stand for it tell its number. */
export function addMedium(media: ImportedMedia[], kind: "image" | "video", name: string): string {
  const number = media.length + 1;
  const inline = DATA.exec(name);
  media.push({
    ...{ kind, sha256: null, atSeconds: null },
    ...(inline === null
      ? { name: name.slice(0, MOST_NAME) || `${kind} ${number}`, mimeType: null, bytes: null, data: null }
      : {
          name: `${kind} ${number}, written into the record`,
          mimeType: inline[1] ?? null,
          ...bytesOf(name, inline[0]),
        }),
  });
  return `[${kind} ${number}]`;
}

/** What a data address holds behind its comma; nothing where that is no whole base64. */
function bytesOf(address: string, head: string): { bytes: number | null; data: string | null } {
  const data = address.slice(head.length).replace(/\s+/g, "");
  const padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
  // One pattern for the whole would run out of stack on a video.
  const whole = data.length % 4 === 0 && !NO_BASE64.test(data.slice(0, data.length - padding));
  if (!head.endsWith(";base64,") || data === "" || !whole) return { bytes: null, data: null };
  return { bytes: (data.length / 4) * 3 - padding, data };
}

/** A call of a tool as one line. */
export function callText(name: unknown, given: unknown): string {
  const words = typeof given === "string" ? given : (textOf(given) ?? "");
  return `[call ${textOf(name) ?? "tool"}] ${words}`.trimEnd();
}

/** What a tool gave back. */
export function resultText(name: unknown, text: string): string {
  return `[result${typeof name === "string" && name !== "" ? ` of ${name}` : ""}] ${text}`.trimEnd();
}
