import { describe, expect, it } from "vitest";
import { sliceCodePoints } from "@/lib/traces";
import { gsm8kSolutions } from "./gsm8k-solutions";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";
import { rawStrings, sampleText } from "./testing/samples";

const read = (change: object) =>
  eventsOf(gsm8kSolutions, [
    fileOf("s.jsonl", JSON.stringify({ question: "q", ground_truth: "2+2=4\nA: 4", ...change })),
  ]);

async function solved(solution: string) {
  const events = await read({ "6b": { is_correct: true, solution } });
  const [trace] = tracesOf(events);
  const steps = trace?.traceSteps.map(({ text }) => sliceCodePoints(solution, text.start, text.end));
  return {
    steps,
    answer: trace?.answer,
    response: trace?.response,
    notes: events.filter(({ type }) => type === "note"),
  };
}

describe("model solutions of GSM8K", () => {
  it("are one trace a model, right where the file says so, with the reference's answer", async () => {
    const traces = tracesOf(
      await read({
        "6b": { is_correct: false, solution: "x\nA: 5" },
        "175b": { is_correct: true, solution: "y\n#### 4", seconds: 3 },
        mute: { solution: "z" },
      }),
    );
    expect(traces.map(({ run, outcome, answer, prompt }) => [run, outcome, answer, prompt.answer])).toEqual([
      ["6b", 0, "5", "4"],
      ["175b", 1, "4", "4"],
      ["mute", null, null, "4"],
    ]);
    expect(traces[1]?.extra).toEqual({ groundTruth: "2+2=4\nA: 4", seconds: 3 });
  });

  it("have their lines as trace steps, all but the answer at the end", async () => {
    expect(await solved(" one \n\n😀 A: 3\nA: 2\nA: 4\n")).toMatchObject({
      steps: ["one", "😀 A: 3", "A: 2"],
      answer: "4",
      response: " one \n\n😀 A: 3\nA: 2\nA: 4\n",
      notes: [],
    });
    expect(await solved("A: 4")).toMatchObject({ steps: [], answer: "4" });
  });

  it("have no answer where no line gives one, which the report says", async () => {
    const { steps, answer, notes } = await solved("one\nand then");
    expect([steps, answer]).toEqual([["one", "and then"], null]);
    expect(notes).toMatchObject([
      { topic: "unknown", text: expect.stringMatching(/^1 solution has no line/) },
    ]);
  });

  it("are refused without a solution, naming the field", async () => {
    const reason = async (change: object) => (await read(change)).find(({ type }) => type === "rejected");
    expect(await reason({})).toMatchObject({ reason: "the record: holds no model's solution" });
    expect(await reason({ "6b": { is_correct: true } })).toMatchObject({
      reason: expect.stringMatching(/^6b\.solution: /),
    });
    expect(await reason({ "6b": "text" })).toMatchObject({ reason: expect.stringMatching(/^6b: /) });
  });
});

const raw = sampleText("gsm8k/example_model_solutions.jsonl");
describe.skipIf(raw === null)("the sample set", () => {
  it("has the traces, steps, answers and outcomes that are counted in its text", async () => {
    const text = raw ?? "";
    const events = await eventsOf(gsm8kSolutions, [fileOf("example_model_solutions.jsonl", text)]);
    const traces = tracesOf(events);
    expect(events.filter(({ type }) => type === "row")).toHaveLength(1_319);
    expect(traces).toHaveLength(5_276);
    expect(text.match(/"is_correct": (?:true|false)/g)).toHaveLength(5_276);
    expect(traces.filter(({ outcome }) => outcome === 1)).toHaveLength(
      text.match(/"is_correct": true/g)?.length ?? Number.NaN,
    );
    // As the file escapes them: every line break begins a line, and the last one is the answer where it says so.
    const solutions = rawStrings(text, '"solution": ');
    const answered = solutions.filter((solution) => /(?:^|\\n)A: [^\\]*$/.test(solution));
    const lines = solutions.reduce((sum, solution) => sum + solution.split("\\n").length, 0);
    expect(traces.flatMap(({ traceSteps }) => traceSteps)).toHaveLength(lines - answered.length);
    expect(traces.filter(({ answer }) => answer !== null)).toHaveLength(answered.length);
  });
});
