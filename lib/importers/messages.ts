import type { ImportedMedia } from "@/lib/contracts";
import { recordOf } from "./json-lines";
import { type Content, callText, type Resolve, readContent, resultText } from "./message-parts";
import type { ReadResponse, ResponseReader } from "./read-response";
import { finalAnswer, stepsFromParts } from "./segment";

const MOST_ROLE = 50;

/** A message of a chat, its parts as text. */
export interface Message {
  role: string;
  /** As it stands in a response: thought behind `<think>`, then words, then calls. */
  text: string;
  /** Said by the source itself to be part of what was asked (Inspect). */
  ofInput: boolean;
  raw: Record<string, unknown>;
}

const ROLES: Record<string, string> = {
  human: "user",
  gpt: "assistant",
  chatgpt: "assistant",
  bing: "assistant",
  bard: "assistant",
  model: "assistant",
  ai: "assistant",
  function_call: "assistant",
  function: "tool",
  observation: "tool",
  function_response: "tool",
  developer: "system",
};

/**
 * Messages of OpenAI's shape (`role`, `content`), ShareGPT's (`from`, `value`) or OpenTelemetry's (`role`, `parts`).
 * Media are added to `media` by reference. Returns a reason where the list is none of these.
 */
export function readMessages(
  value: unknown,
  media: ImportedMedia[],
  resolve: Resolve = (text) => text,
): Message[] | string {
  if (!Array.isArray(value)) return "no list of messages";
  if (value.length === 0) return "the list of messages is empty";
  const messages: Message[] = [];
  for (const [i, each] of value.entries()) {
    const raw = recordOf(each);
    const role = raw?.role ?? raw?.from;
    if (!raw || typeof role !== "string" || role.trim() === "") return `message ${i + 1} has no role`;
    messages.push(messageOf(raw, role.trim().toLowerCase(), media, resolve));
  }
  return messages;
}

function messageOf(
  raw: Record<string, unknown>,
  said: string,
  media: ImportedMedia[],
  resolve: Resolve,
): Message {
  const role = (ROLES[said] ?? said).slice(0, MOST_ROLE);
  const content = readContent(raw.content ?? raw.value ?? raw.parts, resolve, media);
  for (const thought of [raw.reasoning_content, raw.reasoning, raw.thinking])
    if (typeof thought === "string" && thought !== "" && content.reasoning.length === 0)
      content.reasoning.push(thought);
  const text =
    role === "tool" ? resultText(raw.name ?? raw.function, content.text.join("\n")) : spoken(content, raw);
  return { role, text, ofInput: raw.source === "input", raw };
}

function spoken({ reasoning, text }: Content, raw: Record<string, unknown>): string {
  const thoughts = reasoning.filter((each) => each.trim() !== "");
  const parts = [text.join("\n"), ...callsOf(raw)].filter((part) => part !== "");
  if (thoughts.length > 0) parts.unshift(`<think>\n${thoughts.join("\n\n")}\n</think>`);
  return parts.join("\n\n");
}

function callsOf({ tool_calls, function_call }: Record<string, unknown>): string[] {
  const calls = [...(Array.isArray(tool_calls) ? tool_calls : []), ...(function_call ? [function_call] : [])];
  return calls.map((call) => {
    const fields = recordOf(call) ?? {};
    const called = recordOf(fields.function) ?? fields;
    return callText(called.name ?? fields.function, called.arguments);
  });
}

/** A chat parted into what was asked and what the model answered. */
export interface Parted {
  prompt: Message[];
  reply: Message[];
}

/** What was asked ends with the last message that is neither the assistant's nor a tool's. */
export function afterLastQuestion(messages: readonly Message[]): Parted {
  const last = messages.findLastIndex(({ role }) => role !== "assistant" && role !== "tool");
  return { prompt: messages.slice(0, last + 1), reply: messages.slice(last + 1) };
}

/** What was asked ends before the first message of the assistant that the input did not already hold. */
export function afterInput(messages: readonly Message[]): Parted {
  const first = messages.findIndex(({ role, ofInput }) => role === "assistant" && !ofInput);
  const at = first === -1 ? messages.length : first;
  return { prompt: messages.slice(0, at), reply: messages.slice(at) };
}

/**
 * A reply as a trace. One message: cut by the shared rule. Several (an agent with tools): one trace step for each turn of
 * the model, with what its tools gave back, since a turn is what such an agent does at once.
 */
export function readReply(reply: readonly Message[], reader: ResponseReader): ReadResponse {
  const [only] = reply;
  if (reply.length <= 1) return reader.read(only?.text ?? "");
  const turns: string[][] = [];
  for (const { role, text } of reply) {
    const words = role === "assistant" || role === "tool" ? text : `[${role}] ${text}`;
    const turn = turns.at(-1);
    if (role === "assistant" || !turn) turns.push([words]);
    else turn.push(words);
  }
  const { response, spans } = stepsFromParts(turns.map((turn) => turn.join("\n\n")));
  const steps = spans.filter(({ start, end }) => end > start);
  reader.counted("turns");
  return {
    response,
    invalidReason: null,
    answer: finalAnswer(reply.findLast(({ role }) => role === "assistant")?.text ?? ""),
    traceSteps: steps.slice(0, 10_000).map((text) => ({ text })),
  };
}

/** Messages as a stored prompt has them. */
export function promptMessages(messages: readonly Message[]): { role: string; content: string }[] {
  return messages.map(({ role, text }) => ({ role, content: text }));
}
