import { describe, expect, it } from "vitest";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";
import { verl } from "./verl";

const read = async (name: string, content: string) => eventsOf(verl, [fileOf(name, content)]);
const line = (fields: object) => `${JSON.stringify({ input: "q", output: "o", gts: "4", ...fields })}\n`;

describe("verl rollouts", () => {
  it("are grouped by train step and input, in whatever order a balanced batch has them", async () => {
    const content = ["a", "b", "a", "b", "a"]
      .map((input, i) => line({ input, output: `${input}${i}`, score: i, step: 7 }))
      .join("");
    const traces = tracesOf(await read("7.jsonl", content));
    expect(traces.map(({ sampleIndex }) => sampleIndex)).toEqual([0, 0, 1, 1, 2]);
    expect(traces.map(({ group }) => [group?.mean, group?.sd, group?.n, group?.size])).toEqual([
      [2, 2, 3, 3],
      [2, Math.SQRT2, 2, 2],
      [2, 2, 3, 3],
      [2, Math.SQRT2, 2, 2],
      [2, 2, 3, 3],
    ]);
    expect(new Set(traces.map(({ group }) => group?.id)).size).toBe(2);
    expect(traces.every(({ origin, trainStep }) => origin === "train" && trainStep === 7)).toBe(true);
  });

  it("keep NaN and infinities as what they are, and what is not logged unknown", async () => {
    const content =
      '{"input": "q", "output": "x", "gts": null, "score": NaN, "step": 1, "kl": -Infinity}\n' +
      '{"input": "r", "output": "y", "gts": [1, 2], "score": null, "step": 1}\n';
    const [first, second] = tracesOf(await read("1.jsonl", content));
    expect(first).toMatchObject({ rewardTotal: "NaN", outcome: null, extra: { kl: "-Infinity" } });
    expect(first?.prompt.answer).toBeNull();
    expect(second).toMatchObject({ rewardTotal: null, outcome: null, group: null });
    expect(second?.prompt.answer).toBe("[1,2]");
    expect([first?.responseTokens, first?.finishReason, first?.groupAdvantage]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("are read beside NaN also where a text is very long", async () => {
    const long = "a".repeat(12_000_000);
    const events = await read("1.jsonl", `{"input": "q", "output": "${long}", "score": NaN, "step": 1}\n`);
    expect(tracesOf(events)).toMatchObject([{ rewardTotal: "NaN" }]);
  });

  it("take a train step as integer, float or digits, and no other", async () => {
    const steps = [4, 4.0, "4", 4.5, -1, true, null, "4a", 2 ** 40];
    const traces = tracesOf(await read("x.jsonl", steps.map((step) => line({ step, score: 1 })).join("")));
    expect(traces.map(({ trainStep }) => trainStep)).toEqual([4, 4, 4, ...Array(6).fill(null)]);
    expect(traces.map(({ origin }) => origin)).toEqual([
      ...["train", "train", "train"],
      ...Array(6).fill("import"),
    ]);
    expect(traces[3]?.extra).toEqual({ step: 4.5 });
  });

  it("begin a segment where a joined log goes back, so that groups stay apart", async () => {
    const events = await read(
      "run/all.jsonl",
      [1, 2, 2, 1, 2, 2].map((step, i) => line({ step, score: i })).join(""),
    );
    expect(tracesOf(events).map(({ run, group }) => [run, group?.size ?? 1])).toEqual([
      ["run", 1],
      ["run", 2],
      ["run", 2],
      ["run, segment 2", 1],
      ["run, segment 2", 2],
      ["run, segment 2", 2],
    ]);
    expect(events).toContainEqual(expect.objectContaining({ type: "note", topic: "trap" }));
  });

  it("are validation at step 0 or in a folder called so", async () => {
    const origin = async (name: string, step: number) =>
      tracesOf(await read(name, line({ step, score: 1 })))[0]?.origin;
    expect(await origin("0.jsonl", 0)).toBe("evaluation");
    expect(await origin("exp/val_data/5.jsonl", 5)).toBe("evaluation");
    expect(await origin("interval/5.jsonl", 5)).toBe("train");
  });

  it("tell right from wrong only where acc says so", async () => {
    const outcomes = [true, 0, 1.0, 0.5, "1", undefined];
    const content = outcomes.map((acc) => line({ acc, score: 1, step: 1 })).join("");
    expect(tracesOf(await read("1.jsonl", content)).map(({ outcome }) => outcome)).toEqual([
      ...[1, 0, 1],
      ...[null, null, null],
    ]);
  });

  it("read the files of a training in the order of their steps", async () => {
    const files = ["10.jsonl", "9.jsonl"].map((name) => fileOf(name, line({ output: name, step: 1 })));
    expect(tracesOf(await eventsOf(verl, files)).map(({ response }) => response)).toEqual([
      "9.jsonl",
      "10.jsonl",
    ]);
  });

  it("name the field that is missing", async () => {
    const events = await read("1.jsonl", '{"input": "q", "score": 1}\n');
    expect(events).toContainEqual(
      expect.objectContaining({ type: "rejected", line: 1, reason: expect.stringMatching(/^output: /) }),
    );
  });
});
