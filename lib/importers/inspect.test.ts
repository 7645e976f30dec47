import { describe, expect, it } from "vitest";
import { sliceCodePoints } from "@/lib/traces";
import { inspect } from "./inspect";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";
import { zipOf } from "./testing/zip-of";

const header = {
  status: "success",
  eval: { task: "sums", model: "mock/m", eval_id: "e1", dataset: { name: "sums-v1" } },
  results: { scores: [{ name: "exact", metrics: { accuracy: { value: 1 } } }] },
};
const user = { role: "user", content: "2+2?", source: "input" };
const reply = (content: unknown, more = {}) => ({ role: "assistant", content, source: "generate", ...more });
const sample = (more = {}) => ({
  id: 1,
  epoch: 1,
  input: "2+2?",
  target: "4",
  messages: [user, reply("two and two\n\nso 4")],
  output: { model: "m", choices: [{ stop_reason: "stop" }], usage: { output_tokens: 5 } },
  scores: { exact: { value: "C", answer: "4", explanation: "it is" } },
  ...more,
});
const entryOf = ({ id, epoch }: { id: unknown; epoch: number }) => `samples/${id}_epoch_${epoch}.json`;

async function read(
  samples: ReturnType<typeof sample>[],
  how: "deflated" | "zstandard" = "deflated",
  top: object = header,
) {
  const entries = samples.map((each): [string, unknown] => [entryOf(each), each]);
  const zip = zipOf([["header.json", top], ...entries], how);
  return eventsOf(inspect, [fileOf("log.eval", zip)]);
}
const only = async (more: object) => tracesOf(await read([sample(more)]))[0];
const notesOf = (events: Awaited<ReturnType<typeof read>>) =>
  events.flatMap((event) => (event.type === "note" ? [event.text] : []));

describe("logs of Inspect", () => {
  it("are read deflated and packed with Zstandard", async () => {
    const samples = [1, 2].map((epoch) => sample({ epoch }));
    const traces = tracesOf(await read(samples));
    expect(traces).toEqual(tracesOf(await read(samples, "zstandard")));
    expect(traces).toMatchObject([
      {
        run: "sums, m",
        origin: "evaluation",
        sampleIndex: 0,
        outcome: 1,
        answer: "4",
        finishReason: "stop",
        responseTokens: 5,
        prompt: { key: "1", dataset: "sums-v1", answer: "4", messages: [{ role: "user", content: "2+2?" }] },
        scores: [{ scorer: { kind: "judge", name: "exact" }, value: 1, note: "it is" }],
      },
      { sampleIndex: 1 },
    ]);
    expect(traces[0]?.traceSteps).toHaveLength(2);
  });

  it("are right or wrong only as far as their scorers agree, and not by numbers that are no accuracy", async () => {
    const outcome = async (scores: object) => (await only({ scores }))?.outcome;
    const value = (value: unknown) => ({ value });
    expect(await outcome({ a: value("I") })).toBe(0);
    expect(await outcome({ a: value("P") })).toBeNull();
    expect(await outcome({ a: value(true), b: value("C") })).toBe(1);
    expect(await outcome({ a: value("C"), b: value("I") })).toBeNull();
    expect(await outcome({ exact: value(1) })).toBe(1);
    expect(await outcome({ calls: value(1) })).toBeNull();
    expect(await outcome({})).toBeNull();
  });

  it("keep every value of every scorer, and NaN unknown", async () => {
    const scores = `{"a": {"value": {"x": 0.5, "y": NaN}}, "b": {"value": ["C", 2]}, "c": {"value": "good"}}`;
    const text = JSON.stringify(sample({ scores: "SCORES" })).replace('"SCORES"', scores);
    const zip = zipOf([
      ["header.json", header],
      [entryOf(sample()), text],
    ]);
    const [trace] = tracesOf(await eventsOf(inspect, [fileOf("log.eval", zip)]));
    expect(trace?.scores?.map(({ scorer, value }) => [scorer.name, value])).toEqual([
      ["a: x", 0.5],
      ["a: y", null],
      ["b: 1", 1],
      ["b: 2", 2],
      ["c", null],
    ]);
  });

  it("make a trace step of each turn of an agent, behind the input's own examples", async () => {
    const trace = await only({
      messages: [
        user,
        { role: "assistant", content: "an example", source: "input" },
        user,
        reply([{ type: "reasoning", reasoning: "call it" }], {
          tool_calls: [{ function: "add", arguments: { a: 2 } }],
        }),
        { role: "tool", function: "add", content: "4" },
        reply("It is 4."),
      ],
    });
    const texts = trace?.traceSteps.map(({ text }) => sliceCodePoints(trace.response, text.start, text.end));
    expect(trace?.prompt.messages).toHaveLength(3);
    expect(texts).toEqual([
      '<think>\ncall it\n</think>\n\n[call add] {"a":2}\n\n[result of add] 4',
      "It is 4.",
    ]);
    expect(trace?.responseTokens).toBeNull();
  });

  it("know no reference where the target is empty, and no answer where a scorer was given the whole response", async () => {
    const long = "so ".repeat(50).trim();
    const scores = { graded: { value: "C", answer: long } };
    const trace = await only({ target: "", messages: [user, reply(long)], scores });
    expect([trace?.prompt.answer, trace?.answer]).toEqual([null, null]);
    expect((await only({ target: ["4", "four"] }))?.prompt.answer).toBe("4\nfour");
  });

  it("resolve attachments, and keep images by reference", async () => {
    const image = { type: "image", image: "attachment://abc" };
    const trace = await only({
      attachments: { abc: "data:image/png;base64,AAAA" },
      messages: [{ ...user, content: [image, { type: "text", text: "what?" }] }, reply("a cat")],
    });
    expect(trace?.prompt.media).toMatchObject([{ mimeType: "image/png", bytes: 3, data: "AAAA" }]);
    expect(trace?.prompt.messages[0]?.content).toBe("[image 1]\nwhat?");
  });

  it("keep a sample that failed, and tokens that were not counted unknown", async () => {
    const failed = await only({
      error: { message: "out of memory" },
      messages: [],
      output: { choices: [], usage: { output_tokens: 0 } },
      scores: null,
    });
    expect(failed).toMatchObject({
      response: "",
      traceSteps: [],
      finishReason: "error",
      responseTokens: null,
      outcome: null,
      invalidReason: "The sample failed: out of memory",
    });
    expect((await only({ limit: { type: "token", limit: 5 } }))?.finishReason).toBe("length");
    expect((await only({ output: {} }))?.finishReason).toBeNull();
  });

  it("keep log-probabilities only where their tokens are the reply", async () => {
    const tokens = (words: string[]) => ({
      choices: [{ logprobs: { content: words.map((token) => ({ token, logprob: -0.5 })) } }],
    });
    const messages = [user, reply("😀 4")];
    expect((await only({ messages, output: tokens(["😀", " 4"]) }))?.tokenScores).toEqual({
      ends: [1, 3],
      logprobs: [-0.5, -0.5],
      entropies: null,
    });
    expect((await only({ messages, output: tokens(["4"]) }))?.tokenScores).toBeNull();
  });

  it("count the last of two samples of one name", async () => {
    const zip = zipOf([
      ["header.json", header],
      ["samples/a_epoch_1.json", sample({ id: "first" })],
      ["samples/a_epoch_1.json", sample({ id: "again" })],
    ]);
    const events = await eventsOf(inspect, [fileOf("log.eval", zip)]);
    expect(tracesOf(events).map(({ prompt }) => prompt.key)).toEqual(["again"]);
    expect(notesOf(events)[0]).toContain("written anew");
  });

  it("say when an evaluation did not end, and refuse a sample or a file by its name", async () => {
    const { results, ...start } = header;
    const zip = zipOf([
      ["_journal/start.json", start],
      ["samples/1_epoch_1.json", "{"],
      [entryOf(sample({ id: 2 })), sample({ id: 2 })],
    ]);
    const events = await eventsOf(inspect, [fileOf("cut.eval", zip), fileOf("no.eval", "PK and no more")]);
    expect(notesOf(events)[0]).toContain("did not end");
    expect(tracesOf(events)).toHaveLength(1);
    expect(
      events.flatMap((event) => (event.type === "rejected" ? [[event.file, event.reason]] : [])),
    ).toEqual([
      ["cut.eval", expect.stringContaining("samples/1_epoch_1.json")],
      ["no.eval", expect.stringContaining("cannot be read as a log of Inspect")],
    ]);
    expect(notesOf(await read([], "deflated", { ...header, status: "cancelled" }))[0]).toContain("cancelled");
  });
});
