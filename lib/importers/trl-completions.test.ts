import { readFileSync } from "node:fs";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";
import { trlCompletions } from "./trl-completions";

type Column = Parameters<typeof parquetWriteBuffer>[0]["columnData"][number];
const bytes = (columnData: Column[]) => new Uint8Array(parquetWriteBuffer({ columnData }));
const doubles = (name: string, data: (number | null)[]): Column => ({
  name,
  data,
  type: "DOUBLE",
  nullable: true,
});
const texts = (name: string, data: string[]): Column => ({ name, data, type: "STRING" });

function logged(step: number, rewards: Column[], advantage: number[], extra: Column[] = []): Uint8Array {
  const rows = advantage.length;
  return bytes([
    { name: "step", data: Array(rows).fill(BigInt(step)), type: "INT64" },
    texts("prompt", Array(rows).fill("q")),
    texts(
      "completion",
      advantage.map((_, i) => `answer ${i}`),
    ),
    ...rewards,
    ...extra,
    doubles("advantage", advantage),
  ]);
}

const read = (...files: [string, Uint8Array][]) =>
  eventsOf(
    trlCompletions,
    files.map(([name, content]) => fileOf(name, content)),
  );
const NAME = "completions/completions_00003.parquet";

describe("TRL completions", () => {
  it("are groups of one step and prompt, of a training at that step", async () => {
    const traces = tracesOf(await read([NAME, logged(3, [doubles("acc", [1, 0])], [0.75, -0.75])]));
    expect(traces).toMatchObject([
      {
        trainStep: 3,
        origin: "train",
        sampleIndex: 0,
        rewardTotal: 1,
        groupAdvantage: 0.75,
        run: "completions",
      },
      { trainStep: 3, origin: "train", sampleIndex: 1, rewardTotal: 0, groupAdvantage: -0.75 },
    ]);
    expect(traces[0]?.group).toMatchObject({ mean: 0.5, sd: Math.SQRT1_2, n: 2, size: 2 });
    expect([traces[0]?.outcome, traces[0]?.responseTokens, traces[0]?.modelId]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("take None of all reward functions for unknown, where TRL logs an advantage of 0", async () => {
    const rewards = [doubles("acc", [1, null, 0, Number.NaN])];
    const events = await read([NAME, logged(3, rewards, [0.75, 0, -0.75, 0])]);
    const traces = tracesOf(events);
    expect(traces.map(({ rewardTotal }) => rewardTotal)).toEqual([1, null, 0, null]);
    expect(traces.map(({ groupAdvantage }) => groupAdvantage)).toEqual([0.75, null, -0.75, null]);
    expect(traces[0]?.group).toMatchObject({ mean: 0.5, n: 2, size: 4 });
    expect(events).toContainEqual(
      expect.objectContaining({ type: "note", topic: "trap", text: expect.stringMatching(/^2 responses/) }),
    );
  });

  it("are read as pandas writes them", async () => {
    const content = readFileSync(new URL("testing/fixtures/completions_00007.parquet", import.meta.url));
    const traces = tracesOf(await read(["completions_00007.parquet", content]));
    expect(
      traces.map(({ trainStep, rewardTotal, groupAdvantage, extra }) => [
        ...[trainStep, rewardTotal, groupAdvantage, extra],
      ]),
    ).toEqual([
      [7, 1.5, 1.1546, { accuracy_reward: 1, format_reward: 0.5, solution: "4", tries: 1 }],
      [7, 0, -0.5773, { accuracy_reward: 0, format_reward: 0, solution: "4", tries: 2 }],
      [7, null, null, { tries: 3 }],
      [7, 0, -0.5773, { accuracy_reward: 0, solution: "4", tries: 4 }],
    ]);
    expect(traces.map(({ traceSteps }) => traceSteps.length)).toEqual([2, 2, 0, 1]);
    expect(traces[0]?.group).toMatchObject({ mean: 0.5, n: 3, size: 4 });
  });

  it("sum several reward functions only where the advantages show that this is the reward", async () => {
    const rewards = () => [doubles("acc", [1, 0, 0]), doubles("format", [0.5, 0.5, null])];
    const total = async (advantage: number[]) =>
      tracesOf(await read([NAME, logged(3, rewards(), advantage)])).map(({ rewardTotal }) => rewardTotal);
    const sums = [1.5, 0.5, 0];
    const centred = sums.map((sum) => sum - 2 / 3);
    const sd = Math.sqrt(centred.reduce((all, each) => all + each ** 2, 0) / 2);
    expect(await total(centred.map((each) => each / (sd + 1e-4)))).toEqual(sums);
    expect(await total(centred)).toEqual(sums);
    expect(await total([1, -0.9, -0.1])).toEqual([null, null, null]);
    expect(await total([0, 0, 0])).toEqual([null, null, null]);
  });

  it("keep each reward function's number and what else was logged beside", async () => {
    const rewards = [doubles("acc", [1, 0]), doubles("length", [Number.POSITIVE_INFINITY, null])];
    const extra: Column[] = [
      { name: "tries", data: [2n ** 60n, 1n], type: "INT64" },
      texts("gold", ["4", "5"]),
    ];
    const traces = tracesOf(await read([NAME, logged(3, rewards, [1, -1], extra)]));
    expect(traces[0]?.scores?.map(({ scorer, value }) => [scorer.kind, scorer.name, value])).toEqual([
      ["judge", "acc", 1],
    ]);
    expect(traces[0]?.extra).toEqual({
      acc: 1,
      length: "Infinity",
      tries: "1152921504606846976",
      gold: "4",
    });
    expect(traces[1]?.extra).toEqual({ acc: 0, tries: 1, gold: "5" });
  });

  it("count a generation that TRL logged again once", async () => {
    const rewards = [doubles("acc", [1, 0])];
    const file = (step: number, advantage: number[]): [string, Uint8Array] => [
      `c/completions_0000${step}.parquet`,
      logged(step, rewards, advantage),
    ];
    const events = await read(file(3, [0.8, -0.8]), file(2, [0.7, -0.7]), file(1, [0.7, -0.7]));
    expect(tracesOf(events).map(({ trainStep }) => trainStep)).toEqual([1, 1, 3, 3]);
    expect(events.filter(({ type }) => type === "duplicate")).toMatchObject([
      { file: "c/completions_00002.parquet", line: 1 },
      { file: "c/completions_00002.parquet", line: 2 },
    ]);
  });

  it("read completions and prompts that are messages", async () => {
    const chat = (role: string, content: string) => [{ role, content }];
    const messages = (name: string, data: unknown[]): Column => ({ name, data, type: "JSON" });
    const content = bytes([
      { name: "step", data: [1n], type: "INT64" },
      messages("prompt", [chat("user", "q")]),
      messages("completion", [chat("assistant", "one\n\ntwo")]),
      doubles("acc", [1]),
      doubles("advantage", [0]),
    ]);
    const [trace] = tracesOf(await read([NAME, content]));
    expect(trace).toMatchObject({
      response: "one\n\ntwo",
      prompt: { messages: [{ role: "user", content: "q" }] },
    });
    expect(trace?.traceSteps).toHaveLength(2);
  });

  it("refuse a file without its columns, and one cut short, and read the others", async () => {
    const good = logged(1, [doubles("acc", [1, 0])], [1, -1]);
    const events = await read(
      ["a.parquet", bytes([texts("question", ["q"])])],
      ["b.parquet", good.slice(0, good.length - 9)],
      ["c.parquet", good],
    );
    expect(tracesOf(events)).toHaveLength(2);
    expect(
      events.flatMap((event) => (event.type === "rejected" ? [[event.file, event.reason]] : [])),
    ).toEqual([
      ["a.parquet", expect.stringContaining("no column step, prompt, completion")],
      ["b.parquet", expect.stringContaining("cannot be read")],
    ]);
  });
});
