import { describe, expect, it } from "vitest";
import { bigBenchMistake } from "./big-bench-mistake";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";
import { rawStrings, sampleText } from "./testing/samples";

const RECORD = { input: "2 + 2 =", steps: ["a", "b"], target: "4", answer: "4", mistake_index: null };
const read = (change: object, name = "sums.jsonl") =>
  eventsOf(bigBenchMistake, [fileOf(name, JSON.stringify({ ...RECORD, ...change }))]);
const traceOf = async (change: object, name?: string) => tracesOf(await read(change, name))[0];

describe("BIG-Bench-Mistake", () => {
  it("counts mistakes from 1, and 0 where there is none", async () => {
    const firstError = async (mistake: number | null) =>
      (await traceOf({ mistake_index: mistake }))?.scores?.[0]?.firstError;
    expect(await Promise.all([null, 0, 1].map(firstError))).toEqual([0, 1, 2]);
  });

  it("refuses a mistake in a step that is not there, and a record that says nothing of mistakes", async () => {
    expect(await read({ mistake_index: 2 })).toMatchObject([
      { type: "row" },
      { type: "rejected", line: 1, reason: expect.stringMatching(/^mistake_index: names a step/) },
    ]);
    expect(await read({ mistake_index: undefined })).toMatchObject([
      { type: "row" },
      { type: "rejected", reason: expect.stringMatching(/^mistake_index: /) },
    ]);
  });

  it("compares answers as texts but for blanks at their ends, and knows nothing where there is none", async () => {
    const outcome = async (answer: unknown, target: unknown) => (await traceOf({ answer, target }))?.outcome;
    expect(await outcome(" 4\n", "4")).toBe(1);
    expect(await outcome("4.0", "4")).toBe(0);
    expect(await outcome(null, "4")).toBeNull();
    expect(await outcome("  ", "4")).toBeNull();
    expect(await outcome("4", null)).toBeNull();
    expect((await read({ answer: null })).at(-1)).toMatchObject({
      type: "note",
      topic: "unknown",
      text: expect.stringContaining("1 record holds no answer"),
    });
  });

  it("tells people's marks from those of a program", async () => {
    const scorer = async (name: string) => (await traceOf({}, name))?.scores?.[0]?.scorer;
    expect(await scorer("a/word_sorting.jsonl")).toMatchObject({ kind: "human" });
    expect(await scorer("dyck_languages.jsonl")).toMatchObject({
      kind: "judge",
      version: expect.stringMatching(/program/),
    });
  });

  it("keeps what else a record holds", async () => {
    expect((await traceOf({ note: [1] }))?.extra).toEqual({ note: [1] });
    expect(await traceOf({})).toMatchObject({ extra: null, run: "sums", prompt: { family: "sums" } });
  });
});

const counted = { logical_deduction: [300, 2497], multistep_arithmetic: [300, 1506] } as const;
for (const [task, [rows, steps]] of Object.entries(counted)) {
  const raw = sampleText(`big-bench-mistake/${task}.jsonl`);
  describe.skipIf(raw === null)(`the sample set ${task}`, () => {
    it("has the traces, steps, mistakes and outcomes that are counted in its text", async () => {
      const text = raw ?? "";
      const events = await eventsOf(bigBenchMistake, [fileOf(`${task}.jsonl`, text)]);
      const traces = tracesOf(events);
      const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
      expect(events.filter(({ type }) => type === "row")).toHaveLength(rows);
      expect(text.trimEnd().split("\n")).toHaveLength(rows);
      const lists = text.match(/"steps": \[.*?\], "target"/g) ?? [];
      const inText = lists.flatMap((list) =>
        rawStrings(list.slice('"steps": '.length, -'], "target"'.length), ""),
      );
      expect(inText).toHaveLength(steps);
      expect(traces.flatMap(({ traceSteps }) => traceSteps)).toHaveLength(steps);
      const unmarked = traces.filter(({ scores }) => scores?.[0]?.firstError === 0);
      expect(unmarked).toHaveLength(count(/"mistake_index": null/g));
      const marked = [...text.matchAll(/"mistake_index": (\d+)/g)].map(([, at]) => Number(at) + 1);
      expect(traces.flatMap(({ scores }) => scores?.[0]?.firstError || [])).toEqual(marked);
      const right = count(/"target": "((?:[^"\\]|\\.)*)", "answer": "\1"/g);
      expect(right).toBe(45);
      expect(traces.filter(({ outcome }) => outcome === 1)).toHaveLength(right);
      expect(traces.filter(({ outcome }) => outcome === null)).toHaveLength(count(/"answer": null/g));
    });
  });
}
