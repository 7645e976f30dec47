import type { ImportedMedia } from "@/lib/contracts";
import { afterInput, promptMessages, readMessages, readReply } from "./messages";
import type { ReadResponse, ResponseReader } from "./read-response";

/** What was asked, as a stored prompt has it. */
export interface Asked {
  messages: { role: string; content: string }[];
  media: ImportedMedia[];
}

/** A prompt of TRL: text, or messages. A reason where it is neither. */
export function promptOf(value: unknown): Asked | string {
  if (typeof value === "string") return { messages: [{ role: "user", content: value }], media: [] };
  const media: ImportedMedia[] = [];
  const messages = readMessages(value, media);
  return typeof messages === "string"
    ? `is no text, and ${messages}`
    : { messages: promptMessages(messages), media };
}

/** A completion of TRL: text, or the messages that were added to the prompt. A reason where it is neither. */
export function addedReply(value: unknown, reader: ResponseReader): ReadResponse | string {
  if (typeof value === "string") return reader.read(value);
  const messages = readMessages(value, []);
  if (typeof messages === "string") return `is no text, and ${messages}`;
  const { reply } = afterInput(messages);
  return reply.length === 0 ? "holds no message of the assistant" : readReply(reply, reader);
}
