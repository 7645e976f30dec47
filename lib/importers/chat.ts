import type { ImportedMedia, ImportedTraceInput } from "@/lib/contracts";
import { headHas, headObjects, shareOf } from "./detect";
import type { FileHead, ImportEvent, ImportFile, TraceImporter } from "./importer";
import { type JsonLine, jsonLines, recordOf, refusedLine } from "./json-lines";
import { addMedium } from "./message-parts";
import { afterLastQuestion, promptMessages, readMessages, readReply } from "./messages";
import { ResponseReader } from "./read-response";
import { recordKeyOf } from "./record-key";
import { extraOf, labelOf, numberOf, outcomeOf, textOf, wireNumber } from "./values";

const KEYS = ["messages", "conversations"] as const;

function isChat(file: FileHead): boolean {
  const [first] = headObjects(file);
  if (!first) return headHas(file, "messages", "role") || headHas(file, "conversations", "from");
  const [message] = KEYS.flatMap((key) => (Array.isArray(first[key]) ? first[key] : []));
  const fields = recordOf(message);
  return typeof (fields?.role ?? fields?.from) === "string";
}

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  const reader = new ResponseReader();
  for (const file of files)
    for await (const read of jsonLines(file)) {
      yield { type: "row", file: file.name };
      const trace = read.reason ?? (await traceOf(file, read, reader));
      if (typeof trace === "string") yield refusedLine(file, read.line, trace);
      else yield { type: "trace", trace };
    }
  yield* reader.notes();
}

async function traceOf(
  file: ImportFile,
  { line, value }: JsonLine,
  reader: ResponseReader,
): Promise<ImportedTraceInput | string> {
  const record = Array.isArray(value) ? { messages: value } : recordOf(value);
  if (!record) return "the record is no object with messages";
  const media = listedMedia(record);
  const messages = readMessages(record.messages ?? record.conversations, media);
  if (typeof messages === "string") return `messages: ${messages}`;
  if (typeof record.system === "string" && record.system !== "")
    messages.unshift({ role: "system", text: record.system, ofInput: true, raw: {} });
  const { prompt, reply } = afterLastQuestion(messages);
  if (prompt.length === 0)
    return "messages: nothing stands before the assistant's first message, so nothing was asked";
  if (reply.length === 0)
    return "messages: the assistant says nothing after the last question: there is no response to read";
  return {
    ...readReply(reply, reader),
    ...aboutRecord(record),
    recordKey: await recordKeyOf(record),
    source: { file: file.name, line: line.number },
    prompt: {
      key: keyOf(record),
      dataset: labelOf(record.dataset ?? record.source, "chat"),
      messages: promptMessages(prompt),
      answer: textOf(record.answer ?? record.ground_truth ?? record.target),
      media,
    },
  };
}

const keyOf = ({ prompt_id, question_id }: Record<string, unknown>) => {
  const key = textOf(prompt_id ?? question_id);
  return key === null || key === "" ? null : key.slice(0, 500);
};

/** `images` and `videos` beside the messages, as LLaMA-Factory and TRL have them: `<image>` stands for each in the text. */
function listedMedia(record: Record<string, unknown>): ImportedMedia[] {
  const media: ImportedMedia[] = [];
  for (const kind of ["image", "video"] as const) {
    const listed = record[`${kind}s`] ?? record[kind];
    for (const each of Array.isArray(listed) ? listed : listed === undefined ? [] : [listed]) {
      const place = recordOf(each);
      const name = typeof each === "string" ? each : textOf(place?.path ?? place?.url);
      if (name !== null) addMedium(media, kind, name);
    }
  }
  return media;
}

function aboutRecord(record: Record<string, unknown>) {
  const { messages, conversations, system, images, image, videos, video, dataset, source, ...rest } = record;
  const {
    answer,
    ground_truth,
    target,
    correct,
    is_correct,
    reward,
    score,
    model,
    prompt_id,
    question_id,
    ...extra
  } = rest;
  const modelId = typeof model === "string" && model.trim() !== "" ? model.trim().slice(0, 500) : null;
  return {
    run: labelOf(modelId, "chat"),
    modelId,
    outcome: outcomeOf(correct ?? is_correct),
    rewardTotal: wireNumber(numberOf(reward ?? score)),
    extra: extraOf(extra),
  };
}

/**
 * Chats, a JSON object a line: `messages` (OpenAI: role and content as text or parts; OpenTelemetry GenAI: parts) or
 * `conversations` (ShareGPT: from and value). The response is what the assistant and its tools say after the last
 * question; everything before is the prompt. Reasoning (`reasoning_content`, `reasoning`, `thinking`, parts of these
 * types) stands behind `<think>`. Of the record's other keys are read: model (its run), dataset, answer or ground_truth
 * or target (the reference), correct or is_correct (true, false, 1, 0), reward or score, images and videos by reference;
 * the rest is kept as `extra`. The format cannot tell: tokens, finish reason, train step, groups; what of these keys is
 * missing is unknown.
 */
export const chat: TraceImporter = {
  format: "chat",
  title: "Chat JSONL",
  about: "Chats with one JSON object a line, of OpenAI's or ShareGPT's shape.",
  endings: [".jsonl", ".ndjson"],
  repeats: "duplicates",
  detect: (files) => 0.8 * shareOf(files, isChat),
  parse,
};
