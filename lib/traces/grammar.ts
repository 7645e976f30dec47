import { codePointCounter } from "./code-points";
import { findTags, firstNonBlank, isBlank, type Tag, type TagAt, trimBlanks } from "./tags";

/**
 * Why a response is not of the grammar: the first fault from the left. The words are part of the contract
 * (trainer-bridge/contracts/golden/traces.json) and shared with the trainer's parser.
 */
export const INVALID_REASONS = {
  empty: "nothing but blanks",
  "no-think": "the text does not begin with <think>",
  "unclosed-think": "<think> is not closed before the answer or the end",
  "no-step": "<think> holds no <step>",
  "text-outside-step": "text between steps",
  "stray-tag": "a tag stands where it cannot",
  "empty-step": "a step without text",
  "unclosed-step": "a step is not closed",
  "nested-step": "a step inside a step",
  "answer-in-step": "an answer tag inside a step",
  "think-in-step": "<think> inside a step",
  "no-answer": "no <answer> after </think>",
  "text-before-answer": "text between </think> and <answer>",
  "empty-answer": "an answer without text",
  "unclosed-answer": "the answer is not closed",
  "tag-in-answer": "a tag inside the answer",
  "trailing-text": "something follows </answer>",
} as const;
export type InvalidReason = keyof typeof INVALID_REASONS;

/**
 * Body of one trace step: half-open span in Unicode code points of the raw text, between the tags.
 * Nothing is trimmed: `sliceCodePoints(text, start, end)` is `body`. The prefix that continuations go on
 * from ends at `end + "</step>".length`.
 */
export type TraceStepSpan = { start: number; end: number; body: string };

export type ParsedResponse = {
  /** Whether the whole text is of the grammar; the bounds on K are the reward's, not the grammar's. */
  valid: boolean;
  reason: InvalidReason | null;
  /** Where the first fault begins, in code points of the raw text; null where valid. */
  faultAt: number | null;
  /** Steps in order; none of an invalid text, which earns nothing and is not scored. */
  steps: TraceStepSpan[];
  /** Body of the answer without the blanks at its ends; null where the text is invalid. */
  answer: string | null;
};

/** A fault and the UTF-16 offset at which it begins. */
type Fault = { fault: InvalidReason; at: number };
type Cursor = { text: string; tags: TagAt[]; next: number; at: number };

/**
 * Parses a response: `<think>(<step>body</step>)+</think><answer>body</answer>`, blanks allowed between tags
 * and at both ends, bodies non-blank and free of the six tags. Everything else is invalid, with the reason.
 * Source: method.md, "Reward of one response". Linear in the text; angle brackets and slashes that are not
 * one of the six tags ("1 / 2 km / h", "a < b") are plain text.
 */
export function parseResponse(text: string): ParsedResponse {
  const cursor: Cursor = { text, tags: findTags(text), next: 0, at: 0 };
  const steps: { start: number; end: number }[] = [];
  const result = parseThink(cursor, steps) ?? parseAnswer(cursor);
  const toPoint = codePointCounter(text);
  if ("fault" in result)
    return { valid: false, reason: result.fault, faultAt: toPoint(result.at), steps: [], answer: null };
  const spans = steps.map(({ start, end }) => ({
    start: toPoint(start),
    end: toPoint(end),
    body: text.slice(start, end),
  }));
  return { valid: true, reason: null, faultAt: null, steps: spans, answer: result.answer };
}

/**
 * The answer that a continuation itself added: what follows its `</think>`, which must be one `<answer>` and
 * nothing else but blanks. Null where it is not of that form, or the continuation never leaves `<think>`.
 * Tags inside steps are never looked at, so an answer in a prefix or a step cannot decide a continuation.
 * @param added text of the continuation only, without its prefix
 */
export function continuationAnswer(added: string): string | null {
  const cursor: Cursor = { text: added, tags: findTags(added), next: 0, at: 0 };
  if (parseSteps(cursor, []) !== null) return null;
  const result = parseAnswer(cursor);
  return "fault" in result ? null : result.answer;
}

function parseThink(cursor: Cursor, steps: { start: number; end: number }[]): Fault | null {
  if (isBlank(cursor.text)) return { fault: "empty", at: 0 };
  const { found, at } = take(cursor);
  if (found !== "<think>") return { fault: "no-think", at };
  const fault = parseSteps(cursor, steps);
  if (fault) return fault;
  return steps.length === 0 ? { fault: "no-step", at: cursor.at - "</think>".length } : null;
}

/** Steps up to and including `</think>`; null when it went well. */
function parseSteps(cursor: Cursor, steps: { start: number; end: number }[]): Fault | null {
  for (;;) {
    const { found, at } = take(cursor);
    if (found === "</think>") return null;
    if (found === "end" || found === "<answer>") return { fault: "unclosed-think", at };
    if (found === "text") return { fault: "text-outside-step", at };
    if (found !== "<step>") return { fault: "stray-tag", at };
    const start = cursor.at;
    const fault = parseStepBody(cursor);
    if (fault) return fault;
    steps.push({ start, end: cursor.at - "</step>".length });
  }
}

function parseStepBody(cursor: Cursor): Fault | null {
  const start = cursor.at;
  const closing = cursor.tags[cursor.next];
  if (!closing) return { fault: "unclosed-step", at: cursor.text.length };
  if (closing.tag !== "</step>") return { fault: tagInStep(closing.tag), at: closing.start };
  if (isBlank(cursor.text.slice(start, closing.start))) return { fault: "empty-step", at: start };
  cursor.next += 1;
  cursor.at = closing.end;
  return null;
}

/** What a tag other than `</step>` means inside a step. */
function tagInStep(tag: Exclude<Tag, "</step>">): InvalidReason {
  if (tag === "</think>") return "unclosed-step";
  if (tag === "<step>") return "nested-step";
  return tag === "<think>" ? "think-in-step" : "answer-in-step";
}

function parseAnswer(cursor: Cursor): Fault | { answer: string } {
  const { found, at } = take(cursor);
  if (found === "end") return { fault: "no-answer", at };
  if (found === "text") return { fault: "text-before-answer", at };
  if (found !== "<answer>") return { fault: "stray-tag", at };
  const start = cursor.at;
  const closing = cursor.tags[cursor.next];
  if (!closing) return { fault: "unclosed-answer", at: cursor.text.length };
  if (closing.tag !== "</answer>") return { fault: "tag-in-answer", at: closing.start };
  const body = cursor.text.slice(start, closing.start);
  if (isBlank(body)) return { fault: "empty-answer", at: start };
  const rest = firstNonBlank(cursor.text, closing.end);
  return rest < cursor.text.length ? { fault: "trailing-text", at: rest } : { answer: trimBlanks(body) };
}

/** Takes the next tag if only blanks lie before it; else says that text or the end stands there, and where. */
function take(cursor: Cursor): { found: Tag | "text" | "end"; at: number } {
  const next = cursor.tags[cursor.next];
  const at = firstNonBlank(cursor.text, cursor.at);
  if (at === cursor.text.length) return { found: "end", at };
  if (!next || at < next.start) return { found: "text", at };
  cursor.next += 1;
  cursor.at = next.end;
  return { found: next.tag, at };
}
