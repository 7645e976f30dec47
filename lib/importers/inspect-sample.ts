import type { FinishReason, ImportedMedia, ImportedTraceInput } from "@/lib/contracts";
import { outcomeOfScores, scoredAnswer, scoresOf } from "./inspect-scores";
import { recordOf } from "./json-lines";
import { afterInput, type Message, type Parted, promptMessages, readMessages, readReply } from "./messages";
import type { ReadResponse, ResponseReader } from "./read-response";
import { recordKeyOf } from "./record-key";
import { extraOf, labelOf, textOf, wholeOf } from "./values";

/** What the header of a log says of all its samples. */
export interface InspectLog {
  file: string;
  evalId: string | null;
  task: string;
  model: string | null;
  dataset: string;
  accuracy: ReadonlySet<string>;
}

type Fields = Record<string, unknown>;

/** One sample of one epoch as a trace, or the reason why it is none. */
export async function sampleTrace(
  log: InspectLog,
  sample: Fields,
  reader: ResponseReader,
): Promise<ImportedTraceInput | string> {
  const media: ImportedMedia[] = [];
  const parted = partedOf(sample, media);
  if (typeof parted === "string") return parted;
  const id = textOf(sample.id);
  const epoch = wholeOf(sample.epoch);
  if (id === null || epoch === null) return "the sample has no id or no epoch";
  const output = recordOf(sample.output) ?? {};
  const model = nameOf(output.model) ?? log.model;
  const reply = readReply(parted.reply, reader);
  return {
    ...reply,
    ...ending(sample, output, parted.reply),
    answer: answerOf(sample.scores, reply),
    recordKey: await recordKeyOf(log.evalId ?? log.task, id, epoch, nameOf(sample.uuid)),
    run: labelOf(model === null ? log.task : `${log.task}, ${model}`, "Inspect"),
    source: { file: log.file, line: null },
    origin: "evaluation",
    sampleIndex: Math.max(epoch - 1, 0),
    prompt: {
      key: id.slice(0, 500) || null,
      dataset: log.dataset,
      messages: promptMessages(parted.prompt),
      answer: targetOf(sample.target),
      media,
    },
    outcome: outcomeOfScores(sample.scores, log.accuracy),
    modelId: model,
    scores: scoresOf(sample.scores),
    tokenScores: tokenScoresOf(output, reply.response),
    extra: extraOfSample(sample, id, epoch),
  };
}

const nameOf = (value: unknown) =>
  typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 500) : null;

/** A scorer that was given the whole response calls that the answer: no final answer, but where it is a few words. */
function answerOf(scores: unknown, { response, answer }: ReadResponse): string | null {
  const scored = scoredAnswer(scores);
  return scored === null || (scored === response && scored.length > FEW_WORDS) ? (answer ?? null) : scored;
}

const FEW_WORDS = 100;

/** A target may list several answers that are right; they are kept one a line. Inspect writes "" where there is none. */
function targetOf(target: unknown): string | null {
  const text = Array.isArray(target) ? target.map((each) => textOf(each) ?? "").join("\n") : textOf(target);
  return text === "" ? null : text;
}

/** The sample's chat; of a sample that failed before its first message, its input alone. */
function partedOf(sample: Fields, media: ImportedMedia[]): Parted | string {
  const attachments = recordOf(sample.attachments) ?? {};
  const resolve = (text: string) => resolved(text, attachments);
  const given = Array.isArray(sample.messages) && sample.messages.length > 0 ? sample.messages : null;
  const messages = given ? readMessages(given, media, resolve) : inputOf(sample.input, media, resolve);
  if (typeof messages === "string") return `messages: ${messages}`;
  const parted = afterInput(messages);
  if (parted.prompt.length > 0) return parted;
  const asked = inputOf(sample.input, media, resolve);
  return typeof asked === "string" ? `input: ${asked}` : { prompt: asked, reply: parted.reply };
}

function inputOf(
  input: unknown,
  media: ImportedMedia[],
  resolve: (text: string) => string,
): Message[] | string {
  const chat = typeof input === "string" ? [{ role: "user", content: input }] : input;
  return readMessages(chat, media, resolve);
}

const ATTACHMENT = "attachment://";

/** Inspect keeps long values once and refers to them by hash. */
function resolved(text: string, attachments: Fields): string {
  if (!text.startsWith(ATTACHMENT)) return text;
  const found = attachments[text.slice(ATTACHMENT.length)];
  return typeof found === "string" ? found : text;
}

const FINISH: Record<string, FinishReason> = { stop: "stop", max_tokens: "length", model_length: "length" };

/** How it ended. Tokens are known of a single reply: what a log counts of several turns holds other calls too. */
function ending(sample: Fields, output: Fields, reply: readonly Message[]) {
  const choice = recordOf(Array.isArray(output.choices) ? output.choices[0] : null);
  const limit = recordOf(sample.limit)?.type;
  const stopped = limit === "token" || limit === "context" ? "length" : FINISH[String(choice?.stop_reason)];
  const counted = reply.length === 1 ? wholeOf(recordOf(output.usage)?.output_tokens) : null;
  const failed = recordOf(sample.error);
  const message = failed === null ? null : (textOf(failed.message) ?? "no reason was logged");
  return {
    finishReason: failed === null ? (stopped ?? null) : ("error" as const),
    // Inspect writes 0 for what its provider did not count; a reply that says something has tokens.
    responseTokens: counted === 0 ? null : counted,
    ...(message === null ? {} : { invalidReason: `The sample failed: ${message}`.slice(0, 500) }),
  };
}

/** Log-probabilities of the reply, where its tokens put together are the reply to the letter. */
function tokenScoresOf(output: Fields, response: string): ImportedTraceInput["tokenScores"] {
  const choice = recordOf(Array.isArray(output.choices) ? output.choices[0] : null);
  const content = recordOf(choice?.logprobs)?.content;
  if (!Array.isArray(content) || content.length === 0) return null;
  const ends: number[] = [];
  const logprobs: number[] = [];
  let text = "";
  let points = 0;
  for (const each of content) {
    const { token, logprob } = recordOf(each) ?? {};
    if (typeof token !== "string" || typeof logprob !== "number" || !Number.isFinite(logprob)) return null;
    text += token;
    points += [...token].length;
    ends.push(points);
    logprobs.push(logprob);
  }
  return text === response ? { ends, logprobs, entropies: null } : null;
}

function extraOfSample(sample: Fields, id: string, epoch: number) {
  const scores = Object.entries(recordOf(sample.scores) ?? {}).map(([name, score]) => [
    name,
    recordOf(score)?.value,
  ]);
  const { choices, metadata, limit, model_usage, total_time, uuid, turn_count } = sample;
  const usage = recordOf(recordOf(sample.output)?.usage);
  const known = recordOf(metadata);
  return extraOf({
    ...{ id, epoch, uuid, choices, limit, total_time, turn_count, usage },
    ...(known && Object.keys(known).length > 0 ? { metadata: known } : {}),
    ...(recordOf(model_usage) && Object.keys(recordOf(model_usage) ?? {}).length > 0 ? { model_usage } : {}),
    ...(scores.length > 0 ? { scores: Object.fromEntries(scores) } : {}),
  });
}
