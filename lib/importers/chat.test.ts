import { describe, expect, it } from "vitest";
import { importedTrace } from "@/lib/contracts";
import { sliceCodePoints } from "@/lib/traces";
import { chat } from "./chat";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";

const eventsOfRecords = (...records: unknown[]) =>
  eventsOf(chat, [fileOf("c.jsonl", records.map((record) => `${JSON.stringify(record)}\n`).join(""))]);
const first = async (record: unknown) => tracesOf(await eventsOfRecords(record))[0];
const reason = async (record: unknown) =>
  (await eventsOfRecords(record)).flatMap((event) => (event.type === "rejected" ? [event.reason] : []));

const user = (content: unknown) => ({ role: "user", content });
const assistant = (content: unknown, more = {}) => ({ role: "assistant", content, ...more });

describe("chat JSONL", () => {
  it("asks with all that stands before the last answer", async () => {
    const trace = await first({ messages: [user("a"), assistant("b"), user("c"), assistant("d")] });
    expect(trace?.prompt.messages.map(({ content }) => content)).toEqual(["a", "b", "c"]);
    expect(trace?.response).toBe("d");
  });

  it("makes a trace step of each turn of an agent, with what its tools gave back", async () => {
    const call = { tool_calls: [{ id: "1", function: { name: "add", arguments: '{"a":2}' } }] };
    const trace = await first({
      messages: [
        user("q"),
        assistant(null, call),
        { role: "tool", name: "add", content: "4" },
        assistant("\\boxed{4}"),
      ],
    });
    const texts = trace?.traceSteps.map(({ text }) => sliceCodePoints(trace.response, text.start, text.end));
    expect(texts).toEqual(['[call add] {"a":2}\n\n[result of add] 4', "\\boxed{4}"]);
    expect(trace?.answer).toBe("4");
  });

  it("keeps images by reference, and those written into the record with their bytes", async () => {
    const trace = await first({
      images: ["shots/1.png"],
      messages: [
        user([
          { type: "image_url", image_url: { url: "https://example.org/a.jpg" } },
          { type: "input_image", image_url: "data:image/png;base64,AAAAAAA=" },
          { type: "text", text: "which?" },
        ]),
        assistant("the second"),
      ],
    });
    expect(trace?.prompt.messages[0]?.content).toBe("[image 2]\n[image 3]\nwhich?");
    expect(trace?.prompt.media).toMatchObject([
      { name: "shots/1.png", sha256: null, bytes: null },
      { name: "https://example.org/a.jpg", mimeType: null },
      { mimeType: "image/png", bytes: 5, data: "AAAAAAA=" },
    ]);
    expect(importedTrace.safeParse(trace)).toMatchObject({ success: true });
  });

  it("keeps no bytes of a data address that was cut, and never puts one into the text", async () => {
    const cut = { type: "image_url", image_url: { url: `data:image/png;base64,${"A".repeat(5_001)}` } };
    const trace = await first({ messages: [user([cut]), assistant("a")] });
    expect(trace?.prompt.media).toMatchObject([{ mimeType: "image/png", bytes: null, data: null }]);
    expect(JSON.stringify(trace)).not.toContain("AAAA");
  });

  it("keeps a large data address, which a careless pattern runs out of stack on", async () => {
    const large = {
      type: "video_url",
      video_url: { url: `data:video/mp4;base64,${"A".repeat(12_000_000)}` },
    };
    const trace = await first({ messages: [user([large]), assistant("a")] });
    expect(trace?.prompt.media).toMatchObject([{ kind: "video", bytes: 9_000_000 }]);
  });

  it("reads reasoning wherever a provider puts it, and says what was withheld", async () => {
    const replies = [
      assistant("4", { reasoning_content: "two and two" }),
      assistant("4", { reasoning: "two and two" }),
      assistant([
        { type: "thinking", thinking: "two and two" },
        { type: "text", text: "4" },
      ]),
      {
        role: "assistant",
        parts: [
          { type: "reasoning", content: "two and two" },
          { type: "text", content: "4" },
        ],
      },
    ];
    for (const reply of replies)
      expect((await first({ messages: [user("q"), reply] }))?.response).toBe(
        "<think>\ntwo and two\n</think>\n\n4",
      );
    const withheld = assistant([{ type: "reasoning", reasoning: "gAAAA", redacted: true }, "4"]);
    expect((await first({ messages: [user("q"), withheld] }))?.response).not.toContain("gAAAA");
  });

  it("names parts that it does not know instead of hiding them", async () => {
    const trace = await first({
      messages: [user([{ type: "input_audio", input_audio: {} }]), assistant("a")],
    });
    expect(trace?.prompt.messages[0]?.content).toBe("[input_audio]");
  });

  it("knows an outcome and a reward only where they are said", async () => {
    const messages = [user("q"), assistant("a")];
    const said = async (more: object) => {
      const trace = await first({ messages, ...more });
      return [trace?.outcome, trace?.rewardTotal, trace?.modelId, trace?.extra];
    };
    expect(await said({})).toEqual([null, null, null, null]);
    expect(await said({ correct: false, reward: 0, model: "m", seed: 3 })).toEqual([0, 0, "m", { seed: 3 }]);
    expect(await said({ is_correct: "yes", score: "high" })).toEqual([null, null, null, null]);
  });

  it("refuses what has no answer to read, by what is missing", async () => {
    expect(await reason({ messages: [user("q")] })).toEqual([expect.stringContaining("no response to read")]);
    expect(await reason({ messages: [assistant("a")] })).toEqual([
      expect.stringContaining("nothing was asked"),
    ]);
    expect(await reason({ messages: [] })).toEqual(["messages: the list of messages is empty"]);
    expect(await reason({ messages: [user("q"), { content: "a" }] })).toEqual([
      "messages: message 2 has no role",
    ]);
    expect(await reason({ text: "a" })).toEqual(["messages: no list of messages"]);
    expect(await reason(3)).toEqual(["the record is no object with messages"]);
  });
});
